"""`x += y` of arrays and lists by names, attributes and items: what holds them sees it; numbers are new ones."""
# ruff: noqa

from collections import defaultdict

import numpy as np


class Holder:
    def __init__(self, value):
        self.value = value


class Queue:
    def __init__(self):
        self.items = []

    def grow(self, items):
        self.items += items


class Watched:
    """Whose value is a property, and whose items have methods."""

    def __init__(self, value):
        self._value = value
        self.sets = 0

    @property
    def value(self):
        return self._value

    @value.setter
    def value(self, value):
        self.sets += 1
        self._value = value

    def __getitem__(self, key):
        return self._value

    def __setitem__(self, key, value):
        self.sets += 10
        self._value = value


class Net:
    def __init__(self, sizes):
        self.params = [np.ones((a, b)) for a, b in zip(sizes, sizes[1:])]


class Momentum:
    def __init__(self, params):
        self.params = params
        self.m = [np.zeros_like(p) for p in params]

    def step(self, grads):
        for i in range(len(self.params)):
            self.m[i] *= 0.9
            self.m[i] += grads[i]
            self.params[i] -= 0.5 * self.m[i]


def optimizer():
    net = Net([2, 3, 1])
    first = net.params[0]
    optimizer = Momentum(net.params)
    for step in range(3):
        optimizer.step([0.5 * p for p in net.params])
    print(first.sum(), net.params[0].sum(), net.params[1].sum(), optimizer.m[1])


def attributes():
    holder = Holder(np.zeros(2))
    seen, history = holder.value, []
    for i in range(3):
        holder.value += i
        history.append(holder.value)
    print(seen, history)
    queue = Queue()
    items = queue.items
    queue.grow([1, 2])
    queue.items *= 2
    print(items, queue.items)
    queue.items = queue.items + [9]
    print(items)


def items():
    named = {"w": np.zeros((2, 2)), "b": np.ones((1, 2))}
    w = named["w"]
    for key in named:
        named[key] -= 0.5
    print(w, named)
    shared = [np.zeros(2)] * 2
    shared[0] += 1
    shared[-1] **= 2
    print(shared)
    lists = {"l": [1]}
    xs = lists["l"]
    lists["l"] += [2]
    print(xs)
    grown = defaultdict(lambda: np.zeros(2))
    seen = grown["a"]
    grown["a"] += 1
    print(seen, grown["b"])


def arrays_or_numbers():
    total, history = 0.0, []
    for i in range(3):
        total += np.ones(2) * i
        history.append(total)
    print(history, total)
    values = {"w": np.zeros(2), "b": 0.5}
    w = values["w"]
    for key in values:
        values[key] -= 0.25
    print(w, values)
    mixed = [np.ones(2), 1.0]
    first = mixed[0]
    for i in range(2):
        mixed[i] *= 3
    print(first, mixed)
    x = np.float64(1.0)
    y = x
    x += 1
    print(x, y)
    s = 0.0
    for r in (1.0, np.ones(2)):
        s += r
    print(s)


def kinds_stay():
    holder = Holder(np.ones(2, dtype=np.float32))
    holder.value += np.array([0.1, 0.2])
    print(holder.value, holder.value.dtype)
    named = {"w": np.ones(2, dtype=np.float32)}
    named["w"] += np.array([0.1, 0.2])
    print(named["w"], named["w"].dtype)


def shapes_stay():
    holder, arrays, x = Holder(np.ones((2, 1))), [np.ones(1)], np.ones(2)
    try:
        holder.value += np.ones((2, 3))
    except ValueError as error:
        print(error)
    try:
        arrays[0] += np.ones(3)
    except ValueError as error:
        print(error)
    try:
        x += np.ones((1, 2))
    except ValueError as error:
        print(error)
    print(holder.value, arrays, x)


def parts():
    x = np.arange(6.0).reshape(2, 3)
    row = x[0]
    x[0] += x[1]
    x[:, 1] *= 2
    x[0, 0] -= 5
    print(x, row)
    x[x > 3] -= 1
    x[[1, 0, 1]] += np.ones(3)
    print(x)


def methods_see_it():
    watched = Watched(np.zeros(2))
    seen = watched.value
    watched.value += 1
    watched["any"] += 1
    print(seen, watched.value, watched.sets)


def owners_are_evaluated_once():
    holders, calls = [Holder(0), Holder(1)], []

    def one():
        calls.append(len(calls))
        return holders[len(calls) % 2]

    for k in range(4):
        one().value += k
    one().value *= 2
    one().value -= one().value
    print([each.value for each in holders], calls)
