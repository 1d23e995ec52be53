"""Ints and floats that meet in attributes, parameters and results: each value keeps its kind, whichever way it came."""

import functools
import math
from dataclasses import dataclass


class Meter:
    total = 0

    def __init__(self):
        self.v = 0
        self.pair = (0, 0)
        self.by_name = {"a": 0}
        self.all = [0]

    def set(self, v):
        self.v = v

    def keep(self, name, v):
        self.by_name[name] = v
        self.all.append(v)
        self.pair = (v, 1)

    @property
    def level(self):
        return self.v

    @level.setter
    def level(self, v):
        self.v = v

    def __setitem__(self, k, v):
        self.v = v

    def __call__(self, v):
        self.v = v

    @classmethod
    def put(cls, v):
        cls.total = v

    @staticmethod
    def into(items, v):
        items.append(v)


@dataclass
class Record:
    v: float = 0

    def set(self, v):
        self.v = v


def a_method_sets_an_attribute():
    m = Meter()
    m.set(2.0)
    print(m.v, isinstance(m.v, float), m.v + 1, {m.v: 1}, [m.v], f"{m.v}", -m.v, m.v // 1)
    m.set(3)
    print(m.v, isinstance(m.v, float))


def what_looks_like_an_assignment():
    m = Meter()
    m.level = 2.0
    print(m.level)
    m[0] = 3.0
    print(m.v)
    m(4.0)
    print(m.v)
    m.level = 2
    m[0] = 3
    m(4)
    print(m.v)


def a_method_puts_into_containers():
    m = Meter()
    m.keep("b", 2.0)
    print(m.by_name, m.all, m.pair)
    m.keep("c", 3)
    print(m.by_name, m.all, m.pair)


def methods_of_the_class():
    Meter.put(2.0)
    print(Meter.total)
    Meter.put(3)
    print(Meter.total)
    items = [1]
    Meter.into(items, 2.0)
    Meter.into(items, 3)
    print(items)


def a_dataclass():
    r = Record()
    r.set(2.0)
    print(r, r.v)
    r.set(3)
    print(r, Record(2.0), Record(3), Record(2.0) == Record(2))


class Square:
    scale = 1

    def area(self):
        return 4

    @property
    def side(self):
        return 2

    def __call__(self, x):
        return x

    def __getitem__(self, k):
        return k

    def __add__(self, other):
        return 5

    def sides(self):
        return 2, (2, 1)

    def maybe(self, k):
        return None if k else (1, 2)

    def grown(self, by=1):
        return by

    def tell(self):
        return f"{self.area()} of {self.side}"


class Circle(Square):
    scale = 1.0

    def area(self):
        return 3.0

    @property
    def side(self):
        return 1.0

    def __call__(self, x):
        return x / 1

    def __getitem__(self, k):
        return float(k)

    def __add__(self, other):
        return 6.0

    def sides(self):
        return 2, (2.0, 1)

    def maybe(self, k):
        return None if k else (1.0, 2)

    def grown(self, by=1.0):
        return by


def methods_of_several_classes():
    for o in [Square(), Circle()]:
        print(o.area(), o.side, o(7), o[7], o + 1, o.scale, o.tell(), sum([o.area(), 1]))
        print(o.sides(), o.maybe(0), o.maybe(1), o.grown(), o.grown(3), o.grown(4.0))
    areas = [o.area for o in [Square(), Circle()]]
    print([area() for area in areas], Circle().area() * 2, Square().area() * 2)


def _halved(x):
    return x / 2


def _same(x):
    return x


class Applied:
    def __init__(self, f):
        self.f = f

    def run(self, x):
        return self.f(x)


def functions_as_values():
    for f in [lambda x: x, lambda x: x / 2]:
        print(f(4))
    by_name = {"same": _same, "halved": _halved}
    for name in by_name:
        print(name, by_name[name](4))
    print(
        by_name["halved"](4), [Applied(f).run(4) for f in (_same, _halved)], (_same if len(by_name) > 3 else _halved)(4)
    )
    for f in [lambda: (1, 2), lambda: [1.0, 2]]:
        print(f(), isinstance(f(), list))
    for f in [lambda x=1: x, lambda x=1.0: x]:
        print(f(), f(3), f(4.0))


def partials():
    pairs = lambda a, b: (a, b)  # noqa: E731
    one, other = functools.partial(pairs, 1), functools.partial(pairs, 1.0)
    print(one(2), other(2), one(2.0), other(2.0))
    for f in (one, other):
        print(f(5), f(5.0))


def one_of_several_functions_gets_ints():
    def first(x, y):
        return x

    def second(x, y):
        return y

    for f in (first, second):
        print(f(1, 2.0), f(1.0, 2))
    print(first(3, 4), second(3.0, 4.0))


def quotients_and_products():
    for x in [1, 2.5, 2.0]:
        print(divmod(x, 2), divmod(7, x), divmod(x, 2.0), divmod(x, x))
        print(math.prod([x, 2]), math.prod([2, 3], start=x), math.prod([0.5, 2.0], start=x))
    xs = [v for v in [1.0] if v > 2]
    print(math.prod(xs, start=3), math.prod([2.0], start=3), math.prod(xs, start=3.0), math.prod([], start=2))
    for x in [0, 0.0]:
        try:
            print(divmod(x, x))
        except ZeroDivisionError as error:
            print(error)


def bools_among_floats():
    xs = [True, 2.0]
    for x in xs:
        print(x, x + 1, x * 2, divmod(x, 2), math.prod([x]), -x, abs(x), x // 1, x % 2, x**2, round(x, 1))
    print(sum(xs), sum(xs, 1), sum(xs, 0.0), math.prod(xs), max(xs), xs[0] + xs[1], [x + y for x, y in zip(xs, xs)])
    for f in [lambda: True, lambda: 2.0]:
        print(f(), f() + 1)


def _pair(k):
    print("pair", k)
    return (1, 2.0) if k else (2.0, 1)


def _several(k):
    return [1, 2] if k == 0 else (1.0, 2.0) if k == 1 else {3.0: 1} if k == 2 else (1, 2.0) if k == 3 else [5]


def going_through_what_holds_either():
    for x in _pair(1):
        print(x)
    print(list(_pair(0)), sum(_pair(1)), [x for x in _pair(0)], _pair(1)[len("a")], max(_pair(1)), sorted(_pair(0)))
    for k in range(5):
        for x in _several(k):
            print(x, x + 1)
        print(list(_several(k)), sum(_several(k)))
    pairs = ((1, 2), (1.0, 2))
    print(pairs[len("a")], [p for p in pairs], [a + b for a, b in pairs], pairs[len("a")][0])
