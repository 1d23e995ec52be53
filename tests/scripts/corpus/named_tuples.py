"""namedtuple and NamedTuple: tuples whose items have names."""
# ruff: noqa

from collections import namedtuple
from typing import NamedTuple

Point = namedtuple("Point", "x y", defaults=[0])


class Step(NamedTuple):
    name: str
    loss: float = 0.5


def named_items():
    p = Point(1)
    q = Point(y=2.5, x=3)
    print(p, q, p.x + q.y, p[0], len(q), q == (3, 2.5), list(p))
    x, y = q
    print(x, y, (p, q), [Point(1, 2), Point(3, 4)], str(p), f"{q}")
    s = Step("a")
    print(s, s.name, s.loss, Step("b", 1.5))
    d = {p: "one", Point(5, 6): "two"}
    print(d[(1, 0)], d)
    print(sorted([Point(3, 1), Point(1, 2)]), tuple(p), p + q, max(Point(1, 1), Point(0, 5)))
    best = None
    for i in range(3):
        step = Step(f"s{i}", 1 / (i + 1))
        if best is None or step.loss < best.loss:
            best = step
    print(best)


def _furthest(points):
    return max(points, key=lambda p: p.x * p.x + p.y * p.y)


def named_tuples_in_lists():
    points = [Point(k, -k / 2) for k in range(4)]
    print(_furthest(points), [p.y for p in points], points[1:3])
    by_name = {s.name: s for s in (Step("a"), Step("b", 2))}
    print(by_name["b"].loss + by_name["a"].loss, by_name["a"])
    for x, y in points:
        print(x, y, end=";")
    print()
    xs, ys = zip(*points)
    print(xs, ys, isinstance(points[0], tuple))
