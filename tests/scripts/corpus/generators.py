"""Generator functions: what they give, step by step, in every place."""

# ruff: noqa
import random
import numpy as np


def _windows(xs, size=2):
    for i in range(0, len(xs) - size + 1):
        yield xs[i : i + size]


def _endless(start):
    n = start
    while True:
        yield n
        n += 1


def _pairs(n):
    for i in range(n):
        if i == 3:
            return
        yield i, str(i)


def _both(n):
    yield from range(n)
    yield from ["a", "b"]
    yield 2.5


def _tree(depth):
    if depth == 0:
        return
    yield depth
    yield from _tree(depth - 1)
    yield -depth


def _nothing():
    return
    yield


def _batches(x, y, size):
    order = list(range(len(x)))
    random.shuffle(order)
    for start in range(0, len(x), size):
        index = order[start : start + size]
        yield [x[i] for i in index], [y[i] for i in index]


class Buffer:
    def __init__(self):
        self.items = []

    def add(self, x):
        self.items.append(x)

    def __iter__(self):
        for item in self.items:
            yield item

    def reversed_pairs(self):
        for k, item in enumerate(reversed(self.items)):
            yield k, item


def _rows_of(a):
    for row in a:
        yield row * 2


def generators():
    random.seed(1)
    for w in _windows([1, 2, 3, 4]):
        print(w)
    print(list(_windows("hello", 3)), sum(len(w) for w in _windows([1, 2, 3])))
    e = _endless(5)
    print(next(e), next(e))
    for k in e:
        if k > 9:
            break
        print(k, end=" ")
    print(next(e))
    for i, s in _pairs(10):
        print(i, s)
    print(dict(_pairs(2)), list(_both(2)), list(_tree(3)), list(_nothing()))
    for epoch in range(2):
        for bx, by in _batches([1, 2, 3], ["a", "b", "c"], 2):
            print(epoch, bx, by)
    b = Buffer()
    b.add(3)
    b.add(4)
    print([x for x in b], list(b.reversed_pairs()))

    def squares(n):
        for i in range(n):
            yield i * i

    gens = {"s": squares(4), "t": squares(2)}
    print(next(gens["s"]), next(gens["s"]), max(gens["s"]), list(gens["t"]))
    for row in _rows_of(np.array([[1.0, 2.0], [3.0, 4.0]])):
        print(row)
    g = (x for x in _windows([1, 2, 3]))
    print(next(g))
    make = lambda n: _endless(n)
    m = make(3)
    print(next(m), next(m), [a for a, _ in zip(_endless(0), "abc")])
    stepped = _endless(1.5)
    print(next(stepped), next(stepped))


def _closing():
    try:
        yield 1
        yield 2
    except ValueError as error:
        print("inside", error)


def errors_in_generators():
    for x in _closing():
        print(x)
    checked = _checked([1, 2, -1, 3])
    try:
        for x in checked:
            print(x)
    except ValueError as error:
        print(error)
    print(list(checked))


def _checked(xs):
    for x in xs:
        if x < 0:
            raise ValueError(f"{x} is negative")
        yield x


def nothing_runs_before_the_first_item():
    seen = []

    def noisy():
        seen.append("begun")
        yield 1
        seen.append("done")

    made = noisy()
    print(seen)
    print(next(made), seen)
    print(next(made, None), seen)


def _ended(n):
    try:
        for k in range(n):
            yield k
    finally:
        print("ended", n)


def _ended_around(n):
    try:
        for k in _ended(n):
            yield k * 10
    finally:
        print("ended around")


def a_finally_comes_where_the_loop_is_left():
    for k in _ended(5):
        print(k)
        if k == 1:
            break
    print("after break")
    for k in _ended_around(5):
        if k == 10:
            break
    print("after both")
    try:
        for k in _ended(3):
            raise ValueError("left")
    except ValueError as error:
        print(error)
    print(any(k == 1 for k in _ended(4)), 2 in _ended(6), sum(_ended(3)), list(_ended(2)))
    for position, k in enumerate(_ended(4)):
        if position == 1:
            break
    print("after enumerate")
    for doubled in (k * 2 for k in _ended(4)):
        break
    print([k for k in _ended(2)], doubled)
    doubles = [0, *_ended(2)]
    doubles.extend(_ended(3))
    print(doubles, "-".join(str(k) for k in _ended(3)), sorted(_ended(3), key=lambda k: -k))
