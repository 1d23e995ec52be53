"""Objects of the file's classes that hold tensors."""

from dataclasses import dataclass
from functools import partial

import bml


def filled(value):
    """A tensor of its own each time, where one that is known now would be a constant."""
    return bml.ops.full((2,), value)


@bml.function
def error_of(w, x):
    return w - x


class Callback:
    def on_epoch_end(self, trainer, logs):
        pass


class KeepBest(Callback):
    def __init__(self):
        self.weights = None
        self.loss = float("inf")

    def on_epoch_end(self, trainer, logs):
        if logs["loss"] < self.loss:
            self.loss = logs["loss"]
            self.weights = trainer.w


class Stop(Callback):
    def __init__(self, at):
        self.at = at

    def on_epoch_end(self, trainer, logs):
        trainer.stopped = logs["loss"] < self.at


class Trainer:
    def __init__(self, lr, callbacks):
        self.w = filled(0.0)
        self.lr = lr
        self.callbacks = callbacks
        self.history = []
        self.stopped = False

    def train_step(self, x):
        gradient = error_of(self.w, x)
        self.w = self.w - self.lr * gradient
        return bml.ops.mean(gradient * gradient)

    def fit(self, batches, epochs):
        for epoch in range(epochs):
            total = 0.0
            for x in batches:
                total += float(self.train_step(x))
            self.history.append(total)
            for callback in self.callbacks:
                callback.on_epoch_end(self, {"loss": total, "epoch": epoch})
            if self.stopped:
                break
        return self.history


class Momentum(Trainer):
    def __init__(self, lr, callbacks, momentum=0.5):
        super().__init__(lr, callbacks)
        self.momentum = momentum
        self.velocity = filled(0.0)

    def train_step(self, x):
        gradient = error_of(self.w, x)
        self.velocity = self.momentum * self.velocity - self.lr * gradient
        self.w = self.w + self.velocity
        return bml.ops.mean(gradient * gradient)


class Box:
    def __init__(self, value):
        self.w = filled(value)
        self.all = [filled(1.0), filled(2.0), filled(3.0)]

    def change(self, w):
        self.w = filled(5.0)
        return float(bml.ops.sum(w)) + float(bml.ops.sum(self.w))

    def replace_all(self):
        self.all = [filled(9.0)]

    @property
    def size(self):
        return float(bml.ops.sum(self.w))


@dataclass
class Transition:
    state: object
    reward: float
    done: bool = False


class Buffer:
    def __init__(self, capacity):
        self.capacity = capacity
        self.items = []
        self.cursor = 0

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        return self.items[index]

    def __iter__(self):
        return iter(self.items)

    def add(self, item):
        if len(self) < self.capacity:
            self.items.append(item)
        else:
            self.items[self.cursor] = item
        self.cursor = (self.cursor + 1) % self.capacity


class Doubling:
    def __init__(self):
        self.last = None

    def __call__(self, x):
        self.last = x * 2.0
        return self.last


@bml.script
def trainers():
    batches = [filled(1.0), filled(3.0)]
    keep = KeepBest()
    for kind in (0, 1):
        if kind == 0:
            trainer = Trainer(0.3, [keep, Stop(1.5)])
        else:
            trainer = Momentum(0.1, [keep, Stop(0.1)])
        history = trainer.fit(batches, 4)
        print(kind, len(history), round(history[-1], 4), round(float(bml.ops.sum(trainer.w)), 4), trainer.stopped)
    assert keep.weights is not None
    print(round(keep.loss, 4), round(float(bml.ops.sum(keep.weights)), 4))


@bml.script
def aliases():
    box = Box(1.0)
    print(box.change(box.w))
    total = 0.0
    for t in box.all:
        if float(bml.ops.sum(t)) == 4.0:
            box.replace_all()
        total += float(bml.ops.sum(t))
    print(total, len(box.all), box.size)
    first = box.all[0]
    box = Box(2.0)
    print(float(bml.ops.sum(first)), box.size, Box(4.0).size, float(bml.ops.sum(Box(3.0).w)))


@bml.script
def buffers():
    buffer = Buffer(3)
    for step in range(5):
        buffer.add(Transition(filled(step * 1.0), reward=1 if step % 3 == 0 else -0.5, done=step % 4 == 3))
    print(len(buffer), [t.reward for t in buffer], [float(bml.ops.sum(t.state)) for t in buffer])
    kept = [t.state for t in buffer if not t.done]
    print(len(kept), float(bml.ops.sum(kept[0])), buffer[1].done)


@bml.script
def called():
    double = Doubling()
    y = double(double(filled(1.5)))
    assert double.last is not None
    print(float(bml.ops.sum(y)), float(bml.ops.sum(double.last)))


@bml.script
def in_containers():
    boxes = [Box(1.0), Box(2.0)]
    table = {"a": boxes[0], "b": Box(3.0)}
    boxes.clear()
    last = table.pop("b")
    print(last.size, table["a"].size, len(boxes))
    table["a"] = last
    print(table["a"].size)


class Recorder:
    def __init__(self):
        self.seen = []

    def record(self, x, times=1):
        self.seen.append(x * float(times))
        return len(self.seen)

    def total(self):
        return sum(float(bml.ops.sum(x)) for x in self.seen)


class Hooks:
    def __init__(self, hooks):
        self.hooks = hooks

    def run(self, x):
        return [hook(x) for hook in self.hooks]


def makes_a_hook():
    recorder = Recorder()
    recorder.record(filled(7.0))
    return recorder.record


def plus(x, y):
    return float(bml.ops.sum(x + y))


@bml.script
def methods_as_values():
    recorder = Recorder()
    hooks = Hooks([recorder.record, partial(recorder.record, times=3), makes_a_hook()])
    recorder = Recorder()
    print(hooks.run(filled(1.0)), recorder.total())
    hook = recorder.record
    hook(filled(2.0), 4)
    print(recorder.total())


@bml.script
def partial_calls():
    adds = [partial(plus, filled(value)) for value in (1.0, 2.0)]
    print([add(filled(0.5)) for add in adds], partial(plus, y=filled(0.0))(filled(1.0)))


@bml.script
def that_fail():
    box = Box(1.0)
    try:
        box.all[7]
    except IndexError as error:
        print(error, box.size)
    transition = Transition(box.w, 1.0)
    raise ValueError(f"{transition.reward}")


class Parent:
    def __init__(self):
        self.children = []
        self.w = filled(1.0)

    def add(self):
        child = Child(self)
        self.children.append(child)
        return child


class Child:
    def __init__(self, parent):
        self.parent = parent
        self.v = filled(0.0)


class Link:
    def __init__(self, x, next=None):
        self.x = x
        self.next = next


@bml.script
def circles():
    for k in range(3):
        parent = Parent()
        child = parent.add()
        parent.add().v = filled(k * 1.0)
        print(float(bml.ops.sum(child.parent.w)), float(bml.ops.sum(parent.children[1].v)), len(parent.children))


@bml.script
def chains():
    head = None
    for k in range(4):
        head = Link(filled(k * 1.0), head)
    total = 0.0
    while head is not None:
        total += float(bml.ops.sum(head.x))
        head = head.next
    print(total)
    ring = Link(filled(1.0))
    ring.next = ring
    other = ring.next
    if other is not None:
        print(float(bml.ops.sum(other.x)))
