"""Classes of the file, whose objects scripts make."""

from dataclasses import dataclass, field


class _Counter:
    step = 2

    def __init__(self, start=0):
        self.count = start
        self.seen = []

    def add(self, by=1):
        self.count += by * self.step
        self.seen.append(by)
        return self

    @property
    def half(self):
        return self.count / 2

    @staticmethod
    def doubled(x):
        return x * 2

    @classmethod
    def starting_at(cls, start):
        return cls(start)

    def __len__(self):
        return len(self.seen)


class _Lcg:
    def __init__(self, seed):
        self.seed = seed

    def __call__(self, n):
        self.seed = self.seed * 48271 % 2147483647
        return self.seed % n


class _Callback:
    def on_epoch_end(self, trainer, epoch, logs):
        pass


class _EarlyStopping(_Callback):
    def __init__(self, patience=2, min_delta=0.0):
        self.patience = patience
        self.min_delta = min_delta
        self.best = None
        self.wait = 0

    def on_epoch_end(self, trainer, epoch, logs):
        loss = logs["loss"]
        if self.best is None or loss < self.best - self.min_delta:
            self.best, self.wait = loss, 0
            return
        self.wait += 1
        if self.wait >= self.patience:
            trainer.stopped = True


class _Printer(_Callback):
    def on_epoch_end(self, trainer, epoch, logs):
        print(epoch, logs["loss"], trainer.epochs_done)


class _Trainer:
    def __init__(self, lr, callbacks=None):
        self.w = 0.0
        self.lr = lr
        self.callbacks = callbacks or []
        self.history = {"loss": [], "lr": []}
        self.stopped = False

    @property
    def epochs_done(self):
        return len(self.history["loss"])

    def __len__(self):
        return self.epochs_done

    def train_step(self, x, y):
        error = self.w * x - y
        self.w = self.w - self.lr * 2 * error * x
        return error * error

    def fit(self, batches, epochs=1):
        for epoch in range(epochs):
            total = 0
            for x, y in batches:
                total += self.train_step(x, y)
            logs = {"loss": total / len(batches), "lr": self.lr}
            for name, value in logs.items():
                self.history[name].append(value)
            for callback in self.callbacks:
                callback.on_epoch_end(self, epoch, logs)
            if self.stopped:
                break
        return self.history


class _Momentum(_Trainer):
    def __init__(self, lr, momentum=0.5, callbacks=None):
        super().__init__(lr, callbacks)
        self.momentum = momentum
        self.velocity = 0.0

    def train_step(self, x, y):
        error = self.w * x - y
        self.velocity = self.momentum * self.velocity - self.lr * 2 * error * x
        self.w = self.w + self.velocity
        return error * error


@dataclass
class _Transition:
    state: int
    reward: float
    done: bool = False
    tags: list = field(default_factory=list)


class _Buffer:
    def __init__(self, capacity):
        self.capacity = capacity
        self.items = []
        self.cursor = 0

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        return self.items[index]

    def __setitem__(self, index, value):
        self.items[index] = value

    def __iter__(self):
        return iter(self.items)

    def __contains__(self, state):
        return any(item.state == state for item in self.items)

    def add(self, item):
        if len(self) < self.capacity:
            self.items.append(item)
        else:
            self.items[self.cursor] = item
        self.cursor = (self.cursor + 1) % self.capacity


class _Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __eq__(self, other):
        return self.x == other.x and self.y == other.y

    def __repr__(self):
        return f"Point({self.x!r}, {self.y!r})"

    def __str__(self):
        return f"({self.x}, {self.y})"


class _Late:
    def set(self, value):
        self.value = value

    def get(self):
        return self.value


class _Values:
    def __init__(self):
        self.values = [1, 2]
        self.then = 3

    def constructor(self):
        return self.then


class _Diverged(Exception):
    pass


class _Worse(_Diverged):
    pass


class _Node:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next


def counters():
    counter = _Counter()
    counter.add().add(3)
    print(
        counter.count, counter.half, counter.seen, len(counter), _Counter.doubled(4), counter.doubled(5), counter.step
    )
    other = _Counter.starting_at(7)
    other.count = 0
    print(other.count, other.half, bool(other), bool(counter), _Counter.step)
    other.step = 5
    print(other.add().count, counter.add().count)


def called():
    draw = _Lcg(7)
    return [draw(5), draw(100), draw.seed]


def trainers():
    batches = [(1.0, 2.0), (2.0, 4.0), (0.5, 1.0)]
    stop = _EarlyStopping(patience=2, min_delta=1e-6)
    trainer = _Trainer(0.1, [stop, _Printer()])
    history = trainer.fit(batches, epochs=12)
    print(len(trainer), len(history["loss"]), history["lr"][-1], trainer.stopped, stop.wait, stop.best)
    other = _Momentum(0.05, callbacks=[stop])
    other.fit(batches, epochs=3)
    print(other.w, other.velocity, other.epochs_done, other.momentum)
    for each in (trainer, other):
        print(each.train_step(1.0, 1.0))


def chosen_classes():
    for kind in ("plain", "momentum"):
        trainer = _Trainer(0.3) if kind == "plain" else _Momentum(0.1)
        trainer.fit([(1.0, 2.0)], 2)
        print(kind, trainer.w, isinstance(trainer, _Momentum), isinstance(trainer, _Trainer))


def buffers():
    buffer = _Buffer(capacity=4)
    draw = _Lcg(7)
    for step in range(10):
        buffer.add(_Transition(draw(5), reward=1 if step % 3 == 0 else -0.5, done=step % 4 == 3))
        if len(buffer) >= 3:
            print([t.reward for t in buffer], [t.done for t in buffer], sum(t.state for t in buffer))
    print(buffer[0].state, 2 in buffer, 17 in buffer)
    buffer[0] = _Transition(17, 0.5)
    print(buffer[0], 17 in buffer)
    try:
        print(buffer[9].reward)
    except IndexError as error:
        print(error)


def dataclasses():
    first, second = _Transition(1, 0.5), _Transition(1, 0.5)
    first.tags.append("x")
    print(first, second, first == second, first.tags)
    second.tags = ["x"]
    print(first == second, first != second)


def points():
    one, other = _Point(1, 2), _Point(1, 2.0)
    print(one, [one], f"{one} {one!r}", str(other), repr(other))
    print(one == other, one != other, one is other, one is one)


def late_attributes():
    late = _Late()
    try:
        print(late.get())
    except AttributeError as error:
        print(error)
    late.set(3)
    print(late.get())


def reserved_names():
    found = _Values()
    return [found.values, found.then, found.constructor()]


def exceptions():
    for kind in (0, 1, 2):
        try:
            if kind == 0:
                raise _Diverged("over")
            if kind == 1:
                raise _Worse(f"by {kind}")
            raise ValueError("else")
        except _Worse as error:
            print("worse", error)
        except (_Diverged, ValueError) as error:
            print("other", error)
    raise _Worse


def linked():
    head = None
    for k in range(4):
        head = _Node(k, head)
    total = 0
    while head is not None:
        total = total * 10 + head.value
        head = head.next
    return total


def in_dictionaries():
    table = {"a": _Counter(1), "b": _Counter(2)}
    table["a"].add(2)
    for name, counter in table.items():
        print(name, counter.count)
    best = max(table.values(), key=lambda counter: counter.count)
    return best.count


def narrowed_attributes():
    node = _Node(1)
    if node.next is None:
        node.next = _Node(2)
    print(node.next.value)


def by_comprehension():
    nodes = [_Node(k) for k in range(3)]
    return [node.value for node in nodes if node.next is None]


class _Scaled:
    def __init__(self, by):
        self.by = by

    def total(self, values):
        return sum(value * self.by for value in values)

    def functions(self):
        def scaled(x):
            return x * self.by

        return [scaled, lambda x: x + self.by]

    def any_above(self, values):
        return any(value > self.by for value in values), max(values, key=lambda value: -abs(value - self.by))


def selves_in_functions():
    scaled = _Scaled(3)
    print(scaled.total([1, 2]), scaled.any_above([1, 4]), [f(2) for f in scaled.functions()])
    scaled.by = 4
    print([f(2) for f in scaled.functions()])


@dataclass(frozen=True)
class _Config:
    rate: float = 0.5
    layers: tuple = (4, 2)


class _Private:
    def __init__(self):
        self.__x = 1

    def x(self):
        return self.__x + self.__more()

    def __more(self):
        return 10


class _MorePrivate(_Private):
    def __init__(self):
        super().__init__()
        self.__x = 2

    def both(self):
        return self.x(), self.__x


def frozen_dataclasses():
    config = _Config(rate=0.25)
    print(config, config == _Config(0.25), config.layers, config.rate)


def private_names():
    return _MorePrivate().both()


def narrowed_in_try():
    node = _Node(1, _Node(2))
    if node.next is not None:
        try:
            node.next = None
            raise ValueError("x")
        except ValueError:
            print(node.next is None, "none" if node.next is None else node.next.value)
