"""What lies in attributes while others replace it."""

from dataclasses import dataclass

import bml


def filled(value):
    return bml.ops.full((2,), value)


def s(x):
    return float(bml.ops.sum(x))


class Q:
    def __init__(self):
        self.items = [filled(1.0), filled(2.0)]
        self.best = None
        self.table = {"a": filled(3.0)}
        self.pair = (filled(4.0), 1)

    def clear(self):
        self.items = []
        self.table = {}
        self.pair = (filled(0.0), 0)
        self.best = None

    def first(self):
        return self.items[0]

    @property
    def last(self):
        return self.items[-1]

    def each(self, f):
        for x in self.items:
            f(x)
            self.clear()
        return len(self.items)

    def use(self, x):
        self.clear()
        return s(x)

    def both(self, a, b):
        self.clear()
        return s(a) + s(b)

    def set_best(self, x):
        old, self.best = self.best, x
        return old

    def later(self):
        x = self.items[0]
        self.clear()
        return s(x)

    def tuple_later(self):
        x, n = self.pair
        self.clear()
        return s(x) + n

    def dict_later(self):
        for k, x in self.table.items():
            self.clear()
            return k, s(x)
        return None

    def cond(self, flag):
        x = self.items[0] if flag else self.best
        self.clear()
        return 0.0 if x is None else s(x)

    def orr(self):
        x = self.best or self.items[1]
        self.clear()
        return s(x)

    def walrus(self):
        if (x := self.items[0]) is not None:
            self.clear()
            return s(x)
        return 0.0

    def nested(self):
        return self.use(self.first()) + self.both(filled(1.0), filled(2.0))

    def swap(self):
        self.items[0], self.items[1] = self.items[1], self.items[0]
        self.clear()

    def comp(self):
        return [(self.clear(), s(x))[1] for x in self.items]


@dataclass
class Out:
    loss: object
    logs: dict


def step(q):
    return Out(q.first() * 2.0, {"x": q.last})


@bml.script
def aliases():
    print(Q().use(Q().items[0]))
    q = Q()
    print(q.use(q.items[0]))
    q = Q()
    print(q.both(q.items[0], q.last), q.best is None)
    q = Q()
    print(q.each(lambda x: print(s(x))))
    print(Q().later(), Q().tuple_later(), Q().dict_later(), Q().cond(True), Q().orr(), Q().walrus(), Q().nested())
    q = Q()
    q.swap()
    print(Q().comp())
    q = Q()
    old = q.set_best(filled(7.0))
    old = q.set_best(q.items[0])
    q.clear()
    if old is not None:
        print(s(old))


@bml.script
def outs():
    q = Q()
    out = step(q)
    q.clear()
    print(s(out.logs["x"]))
    out.logs["x"] = out.logs["x"]
    out.logs, x = {}, out.logs["x"]
    print(s(x), len(out.logs))
    for k in range(3):
        out = step(Q())
        if k == 1:
            continue
        print(k, s(out.logs["x"]))


@bml.script
def rebinding():
    q = Q()
    for k in range(2):
        x = q.items[0]
        q = Q()
        print(s(x), s(q.first()))
    x = q.pair[0]
    q.pair = (x, 2)
    q.pair = (q.pair[0] * 2.0, q.pair[1])
    print(s(q.pair[0]))
    q.items[0] = q.items[1]
    q.items += [q.items[0]]
    q.items = q.items + q.items[:1]
    print(len(q.items), s(q.items[-1]))
    q.best = q.items.pop()
    q.best = q.items.pop(0)
    del q.items[0]
    print(s(q.best))


@bml.script
def gated():
    q = Q()
    n = 0
    while n < 3:
        n += 1
        q.best = filled(n * 1.0)
        for x in q.items:
            q.items = [x, x]
    print(s(q.items[1]))
    return q.best
