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


class Labelled(NamedTuple):
    a: int
    b: str = "q"

    def both(self, k=1):
        return f"{self.a * k}{self.b}"

    @property
    def twice(self):
        return self.a * 2


def methods_of_named_tuples():
    n = Labelled(1)
    print(n.both(), n.both(k=3), n.twice, n)


Pair = namedtuple("Pair", "x y")


def changed_named_tuples():
    p = Pair(1, 2)
    q = p._replace(y=9)
    print(p, q, p._replace(x="s"), Pair._fields, p._fields, p._replace(), q._asdict())


def named_tuples_as_dictionaries():
    p = Pair(1, [2])
    d = p._asdict()
    d["y"].append(3)
    print(d, p)


def named_tuples_are_tuples():
    print(
        Pair(1, 2)[:1],
        Pair(1, 2) + (3,),
        Pair(1, 2) * 2,
        tuple(Pair(1, 2)),
        list(Pair(1, 2)),
        Pair(1, 2) == (1, 2),
        sorted([Pair(2, 1), Pair(1, 2)]),
        max(Pair(1, 5), Pair(2, 0)),
    )


def named_tuples_changed_in_a_loop():
    p = Pair(0, 0)
    for k in range(3):
        p = p._replace(x=p.x + k)
    print(p)


def named_tuples_as_keys():
    d = {Pair(1, 2): "a"}
    print(d[1, 2], d)
