"""What objects are gone through by, what their classes are called, what changes in place, copies of records."""

from dataclasses import dataclass, field, replace

import numpy as np


class Rows:
    def __init__(self, items):
        self.items = items

    def __len__(self):
        return len(self.items)

    def __getitem__(self, i):
        if i >= len(self.items):
            raise IndexError(i)
        return self.items[i] * 2


def by_getitem():
    rows = Rows([1, 2, 3])
    for r in rows:
        print(r)
    print(list(rows), sum(rows), 4 in rows, 5 in rows, [k + 1 for k in rows], len(rows))
    for k, r in enumerate(Rows([])):
        print(k, r)


class Shape:
    def describe(self):
        return f"{type(self).__name__} {self.__class__.__name__} {self.area()}"


class Square(Shape):
    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side**2


class Rectangle(Shape):
    def __init__(self, a, b):
        self.a, self.b = a, b

    def area(self):
        return self.a * self.b


def names_of_classes():
    for shape in [Square(2), Rectangle(2, 3)]:
        print(shape.describe(), type(shape).__name__)
    print(type(Square(1)).__name__, Square(3).__class__.__name__)


@dataclass(frozen=True)
class State:
    step: int
    loss: float = 0.0
    names: tuple = ()
    seen: list = field(default_factory=list)


def replaced():
    a = State(1)
    b = replace(a, step=a.step + 1)
    c = replace(b, loss=0.5, names=("x",))
    print(a, b, c, b.seen is a.seen, a == replace(b, step=1))


class Holder:
    def __init__(self):
        self.items = [1]
        self.table = {"a": 1}
        self.array = np.array([1.0, 2.0])


def changed_in_place():
    holder = Holder()
    items, table, array = holder.items, holder.table, holder.array
    holder.items += [2, 3]
    holder.items *= 2
    holder.table |= {"b": 2}
    holder.array += 1
    holder.array[0] -= 0.5
    print(items, items is holder.items, table, table is holder.table, array, array is holder.array)


def growing_while_gone_through():
    values = [1, 2]

    def more(x):
        if len(values) < 5:
            values.append(x + 10)
        return x

    print([more(x) for x in values], values)
    print(",".join([str(more(x)) for x in values]))
