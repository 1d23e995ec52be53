"""Functions of heapq, bisect, functools and itertools that scripts have as Python code."""
# ruff: noqa

import bisect
import functools
import heapq
import itertools
from dataclasses import dataclass, field
from functools import reduce
from heapq import heappop, heappush
from itertools import accumulate, compress, dropwhile, filterfalse, islice, pairwise, repeat, starmap, takewhile


class L:
    def __init__(self, v):
        self.v = v

    def __lt__(self, o):
        return self.v < o.v

    def __repr__(self):
        return f"L{self.v}"


@dataclass(order=True)
class It:
    p: float
    name: str = field(compare=False, default="n")


def heaps():
    h = [5, 1, 4]
    heapq.heapify(h)
    heapq.heappush(h, 0)
    print(
        h,
        heapq.heappop(h),
        h,
        heapq.heappushpop(h, 2),
        heapq.heapreplace(h, 9),
        h,
        heapq.nlargest(2, h),
        heapq.nsmallest(2, h),
    )
    q = []
    heapq.heappush(q, (2, "b"))
    heapq.heappush(q, (1, "z"))
    heapq.heappush(q, (1, "a"))
    print([heapq.heappop(q) for _ in range(len(q))], h[0])
    try:
        heapq.heappop([1][1:])
    except IndexError as e:
        print(e)


def heaps_of_objects():
    h = []
    for v in (3, 1, 2):
        heappush(h, L(v))
    print([heappop(h) for _ in range(3)])
    xs = [It(2.0, "x"), It(1.0, "y")]
    heapq.heapify(xs)
    print(heapq.heappop(xs), It(1.0, "a") == It(1.0, "b"))


def shortest_paths():
    g = {"a": {"b": 7, "c": 3}, "b": {"d": 2}, "c": {"b": 1, "d": 8}, "d": {}}
    dist = {"a": 0}
    q = [(0, "a")]
    while q:
        d, n = heappop(q)
        if d > dist.get(n, 10**9):
            continue
        for m, w in g[n].items():
            if d + w < dist.get(m, 10**9):
                dist[m] = d + w
                heappush(q, (d + w, m))
    print(dist)


def bisections():
    a = [1, 2, 2, 5]
    print(bisect.bisect(a, 2), bisect.bisect_left(a, 2), bisect.bisect_right(a, 9))
    bisect.insort(a, 3)
    print(a, bisect.bisect_left(a, 2, 2), bisect.bisect_left(["a", "c"], "b"))
    bisect.insort_left(a, 0)
    print(a, bisect.bisect([0.5, 1.5], 1.0))


def reductions():
    print(
        reduce(lambda a, b: a * b, [1, 2, 3], 1),
        reduce(lambda a, b: a + b, [[1], [2]]),
        reduce(max, [3, 1]),
        functools.reduce(lambda a, b: a + b, "abc"),
        reduce(lambda a, b: a + b, [], 0),
    )


def a_reduction_of_nothing():
    try:
        print(reduce(lambda a, b: a + b, [1][1:]))
    except TypeError as e:
        print(e)


def accumulations():
    print(
        list(accumulate([1, 2, 3])),
        list(accumulate([1, 2, 3], lambda a, b: a * b)),
        list(accumulate([3, 1, 4], max)),
        list(accumulate([1, 2.5])),
        list(accumulate([])),
        list(accumulate("ab")),
    )


def repetitions():
    print(
        list(repeat(7, 3)),
        list(islice(repeat("x"), 2)),
        list(zip(repeat(1), "ab")),
        list(map(pow, [1, 2], repeat(2))) if False else 0,
    )


def iterables_by_predicates():
    print(
        list(takewhile(lambda x: x < 3, [1, 2, 3, 1])),
        list(dropwhile(lambda x: x < 3, [1, 2, 3, 1])),
        list(filterfalse(lambda x: x % 2, range(5))),
        list(compress("abc", [1, 0, 1])),
        list(starmap(lambda a, b: a * b, [(2, 3), (3, 2)])),
    )


def pairs_of_neighbours():
    print(list(pairwise([1, 2, 3])), [b - a for a, b in pairwise([1, 4, 9])], list(pairwise([])))
