"""Objects of the module that hold tensors when no script runs, and what several scripts make of them."""

import keras
import numpy as np

import bml

HISTORY = []
BEST = {"weights": None, "loss": 1e9}
CURVES = {"loss": []}


class Average:
    """An exponential moving average of what it is given."""

    steps = 0
    last = None

    def __init__(self, decay):
        self.decay = decay
        self.value = None
        self.seen = []

    def update(self, x):
        Average.steps += 1
        Average.last = x
        self.seen.append(x)
        self.value = x if self.value is None else self.decay * self.value + (1 - self.decay) * x
        return self.value


class Node:
    def __init__(self, value):
        self.value = value
        self.next = None
        self.before = None


class Chain:
    def __init__(self):
        self.first = None
        self.size = 0

    def push(self, value):
        node = Node(value)
        if self.first is not None:
            node.next = self.first
            self.first.before = node
        self.first = node
        self.size += 1


average = Average(0.5)
chain = Chain()
x = np.array([1.0, 2.0], dtype="float32")


@bml.script
def appended():
    t = keras.ops.square(x)
    HISTORY.append(t)
    HISTORY.append(t + 1.0)
    print(len(HISTORY) >= 2, float(keras.ops.sum(HISTORY[-1])))
    if len(HISTORY) > 4:
        HISTORY.clear()
    CURVES["loss"].append(float(keras.ops.sum(t)))


@bml.script
def replaced():
    for k in range(3):
        t = keras.ops.square(x) * k
        loss = float(keras.ops.sum(t))
        if loss < BEST["loss"]:
            BEST["loss"] = loss
            BEST["weights"] = t
    if BEST["weights"] is not None:
        print(BEST["loss"], BEST["weights"].numpy().tolist())


@bml.script
def averaged():
    for k in range(4):
        average.update(keras.ops.square(x) + float(k))
    if average.value is not None and Average.last is not None:
        print(round(float(keras.ops.sum(average.value)), 3), float(keras.ops.max(Average.last)))
    if len(average.seen) > 6:
        average.seen.clear()
        average.value = None


@bml.script
def circular():
    chain.push(keras.ops.square(x))
    chain.push(keras.ops.square(x) + 1.0)
    first = chain.first
    if first is not None and first.next is not None:
        print(float(keras.ops.sum(first.value)), float(keras.ops.sum(first.next.value)), chain.size >= 2)
    if chain.size > 5:
        chain.first = None
        chain.size = 0


@bml.script
def circles_of_its_own():
    own = Chain()
    own.push(keras.ops.square(x))
    own.push(keras.ops.square(x) + 2.0)
    kept = Node(keras.ops.square(x) + 3.0)
    own.push(kept.value)
    chain.push(kept.value)
    print(own.size)


@bml.script
def both():
    HISTORY.append(average.update(keras.ops.square(x)))
    shared = [keras.ops.square(x)]
    average.seen = shared
    HISTORY.extend(shared)
    print(len(shared), float(keras.ops.sum(shared[0])))
    HISTORY.clear()
    print(float(keras.ops.sum(average.seen[0])))
