"""aliases through methods and module"""

import keras
import numpy as np

import bml

x = np.array([1.0, 2.0], dtype="float32")

BUFFER = []


class Box:
    def __init__(self):
        self.items = []
        self.best = None

    def add(self, t):
        self.items.append(t)
        return self

    def clear(self):
        self.items.clear()

    def swap(self, other):
        self.items, other.items = other.items, self.items

    def each(self, f):
        for t in self.items:
            f(t)

    def __len__(self):
        return len(self.items)

    def __getitem__(self, k):
        return self.items[k]

    def __setitem__(self, k, t):
        self.items[k] = t

    def __call__(self, t):
        self.best = t
        return self.best

    def __add__(self, other):
        made = Box()
        made.items = self.items + other.items
        return made

    def __iadd__(self, t):
        self.items.append(t)
        return self

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.items.clear()

    @property
    def last(self):
        return self.items[-1]

    @last.setter
    def last(self, t):
        self.items[-1] = t


def _t(k):
    return keras.ops.square(x) + float(k)


@bml.script
def cleared_while_gone_through():
    b = Box().add(_t(1)).add(_t(2))

    def f(t):
        b.clear()
        print(float(keras.ops.sum(t)))

    b.each(f)
    print(len(b))


@bml.script
def module_cleared_while_gone_through():
    BUFFER.append(_t(1))
    BUFFER.append(_t(2))
    for t in BUFFER:
        BUFFER.clear()
        print(float(keras.ops.sum(t)))


@bml.script
def swapped():
    a, b = Box().add(_t(1)), Box().add(_t(2)).add(_t(3))
    a.swap(b)
    print(len(a), len(b), float(keras.ops.sum(a[0])), float(keras.ops.sum(b.last)))
    a[0] = b[0]
    b.last = _t(9)
    print(float(keras.ops.sum(a[0])), float(keras.ops.sum(b[0])))


@bml.script
def operators():
    a, b = Box().add(_t(1)), Box().add(_t(2))
    c = a + b
    c += _t(3)
    a.clear()
    b = c
    c = Box()
    print(len(a), len(b), len(c), float(keras.ops.sum(b[0])), float(keras.ops.sum(b(_t(4)))))


@bml.script
def with_statement():
    with Box().add(_t(1)) as b:
        t = b[0]
        b.add(_t(2))
        print(len(b))
    print(len(b), float(keras.ops.sum(t)))


@bml.script
def module_aliases():
    shared = [_t(1)]
    BUFFER.extend(shared)
    BUFFER.append(shared[0])
    shared.clear()
    first = BUFFER.pop()
    BUFFER.clear()
    print(float(keras.ops.sum(first)))


@bml.script
def popped_from_module():
    BUFFER.append(_t(1))
    t = BUFFER.pop()
    BUFFER.append(t)
    BUFFER[0] = _t(5)
    print(float(keras.ops.sum(t)), float(keras.ops.sum(BUFFER[0])))
    BUFFER.clear()


@bml.script
def attribute_lists():
    b = Box()
    items = b.items
    b.items += [_t(1), _t(2)]
    print(len(items), items is b.items)
    b.items = b.items[1:]
    print(len(items), len(b))
