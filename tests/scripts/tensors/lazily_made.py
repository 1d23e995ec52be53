"""What is made step by step, as a loop asks for it: each step owns what it is given, and the rest is never made."""

import itertools
from collections import deque

import bml
from bml import ops


def t(k):
    print("makes", k)
    return ops.full((2,), float(k))


def s(x):
    return float(ops.sum(x))


def pair(k):
    return k, t(k)


def rows(k):
    return [t(k), t(k + 1)]


class Maker:
    def __init__(self, by):
        self.by = by

    def made(self, x):
        return x * self.by


class Box:
    def __init__(self):
        self.items = [t(1), t(2)]

    def emptied(self, x):
        self.items = []
        return x * 3

    def last(self, x):
        return s(self.items.pop()) + s(x)


@bml.script
def items_that_are_taken_out():
    box = Box()
    for m in map(box.emptied, box.items):
        print(len(box.items), s(m))
    box = Box()
    print([s(m) for m in list(map(box.emptied, box.items))], len(box.items))
    box = Box()
    print(list(map(box.last, box.items)), len(box.items))
    for i, m in enumerate(map(lambda p: p[0] + p[1], zip([t(1), t(2)], [t(3), t(4)]))):
        print(i, s(m))
    print([s(m) for m in list(map(lambda p: p[0] + p[1], zip([t(1), t(2)], [t(3), t(4)])))])


@bml.script
def loops_over_map():
    for i in range(3):
        for m in map(t, range(3)):
            print(i, s(m))


@bml.script
def a_loop_that_is_left():
    for m in map(t, range(5)):
        if s(m) > 3:
            break
        print(s(m))
    else:
        print("never")
    last = t(9)
    for m in map(t, range(4)):
        if s(m) == 2:
            continue
        last = m
    print(s(last))


@bml.script
def map_of_tensors():
    xs = [t(1), t(2)]
    for m in map(lambda x: x * 2, xs):
        print(s(m))
    print([s(m) for m in map(lambda x: x + 1, xs)])
    maker = Maker(3.0)
    for m in map(maker.made, xs):
        print(s(m))
    for m in map(lambda x: x * 3, [t(3), t(4)]):
        print(s(m))


@bml.script
def pairs_and_lists():
    for k, m in map(pair, range(3)):
        print(k, s(m))
    for p in map(pair, range(2)):
        print(p[0], s(p[1]))
    for a, b in map(rows, range(2)):
        print(s(a), s(b))
    for row in map(rows, range(2)):
        print(len(row), s(row[1]))


@bml.script
def counted_and_zipped():
    for i, m in enumerate(map(t, range(3))):
        print(i, s(m))
    for i, m in enumerate(map(t, range(3)), 2):
        if i == 3:
            break
        print(i, s(m))
    for name, m in zip("abc", map(t, range(5))):
        print(name, s(m))
    for m, name in zip(map(t, range(5)), "ab"):
        print(name, s(m))
    for a, b in zip(map(t, range(2)), map(t, range(3))):
        print(s(a + b))


@bml.script
def whole_lists():
    made = list(map(t, range(3)))
    print(s(made[0]), s(made[-1]))
    made = tuple(map(t, range(2)))
    print(len(made), s(made[1]))
    print([s(m) for m in list(map(lambda x: x - 1, made))])
    for k, m in dict(map(pair, range(2))).items():
        print(k, s(m))
    for m in reversed(list(map(t, range(2)))):
        print(s(m))


@bml.script
def lists_of_what_is_read():
    xs = [t(1), t(2), t(3)]
    print(list(map(s, xs)), sum(map(s, xs)), max(map(s, xs)), sorted(map(s, xs), reverse=True))
    print(list(map(lambda x: float(x[0]) if s(x) > 2 else None, xs)))
    print(list(map(s, list(map(t, range(2))))), " ".join(map(lambda x: f"{s(x):.2f}", xs)))
    print(tuple(map(float, [bml.ops.sum(x) for x in xs])), dict(map(lambda x: (s(x), 1), xs)))


@bml.script
def sums_and_most():
    print(s(sum(map(t, range(3)))))
    print(sum(s(m) for m in map(t, range(3))))
    print(max(s(m) for m in map(t, range(3))), [s(m) for m in sorted(list(map(t, range(3))), key=lambda m: -s(m))])


@bml.script
def comprehensions():
    print([s(m) for m in map(t, range(3)) if s(m) > 0])
    kept = [m for m in map(t, range(3))]
    print([s(a * b) for a in kept for b in map(t, range(2))])
    print({i: s(m) for i, m in enumerate(map(t, range(2)))})
    print(any(s(m) > 1 for m in map(t, range(4))), all(s(m) > 1 for m in map(t, range(4))))


@bml.script
def errors_on_the_way():
    try:
        for m in map(lambda k: t(1 // (2 - k)), range(4)):
            print(s(m))
    except ZeroDivisionError:
        print("ended")
    try:
        made = list(map(lambda k: t(1 // (2 - k)), range(4)))
        print(len(made))
    except ZeroDivisionError:
        print("ended again")


@bml.script
def those_that_look():
    xs = [t(1), t(2), t(3)]
    for x in filter(lambda x: x is not None, xs):
        print(s(x))
    it = iter([t(4), t(5), t(6)])
    print(s(next(it)))
    for x in it:
        print(s(x))
    for x in itertools.chain([t(1)], [t(2)]):
        print(s(x))
    for x in itertools.islice(xs, 2):
        print(s(x))
    for a, b in itertools.product([t(1)], [t(2), t(3)]):
        print(s(a + b))
    for a, b in itertools.combinations(xs, 2):
        print(s(a + b))
    for x in itertools.cycle([t(1), t(2)]):
        if s(x) > 3:
            break
    a, *rest = (t(1), t(2), t(3))
    print(s(a), len(rest), [s(x) for x in deque(list(map(t, range(2))))])


@bml.script
def merged():
    m = {1: t(2)}
    for i in range(3):
        m = {**m, i: t(i)}
    print([s(x) for x in m.values()])
    one, other = {"a": t(1)}, {"b": t(2)}
    print([s(x) for x in {**one, **other, "a": t(3)}.values()])
    print([s(x) for x in dict({"a": t(1)}, b=t(2)).values()])
    print([s(x) for x in ({"a": t(1)} | {"a": t(2)}).values()])


@bml.script
def slices_that_end():
    xs = [t(1), t(2), t(3)]
    xs[1:3] = []
    print(len(xs))
    xs[:] = ()
    xs[:0] = [t(4)]
    print([s(x) for x in xs])
