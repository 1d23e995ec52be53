"""Objects of the file in ==, <, in, index, sorted and as keys: their methods, as Python calls them."""
# ruff: noqa

from dataclasses import dataclass, field


class L:
    def __init__(self, v):
        self.v = v

    def __lt__(self, o):
        return self.v < o.v

    def __repr__(self):
        return f"L{self.v}"


def sorting_by_less_than():
    xs = [L(3), L(1), L(2)]
    print(sorted(xs), min(xs), max(xs), sorted(xs, reverse=True))
    xs.sort()
    print(xs)
    print(max(L(1), L(2)), min(L(1), L(2)))


def keys_that_are_objects():
    xs = [L(3), L(1)]
    print(sorted(range(3), key=lambda k: L(-k)), min([1, 2, 3], key=lambda k: L(-k)), max(xs, key=lambda x: -x.v))


def objects_in_sorted_tuples():
    print(L(1) < L(2), L(1) > L(2), sorted([(1, L(2)), (1, L(1)), (0, L(9))]))


class E:
    def __init__(self, v):
        self.v = v

    def __eq__(self, o):
        return self.v == o.v

    def __repr__(self):
        return f"E{self.v}"


def looking_for_equal_objects():
    xs = [E(1), E(2), E(1)]
    print(E(1) in xs, E(3) in xs, xs.index(E(2)), xs.count(E(1)))
    xs.remove(E(2))
    print(xs, E(2) not in xs, xs == [E(1), E(1)], (E(1), 2) == (E(1), 2))
    try:
        xs.index(E(9))
    except ValueError as e:
        print("no")


def containers_of_equal_objects():
    print({"a": E(1)} == {"a": E(1)}, {"a": E(1)} == {"a": E(2)}, [[E(1)]] == [[E(1)]])


@dataclass(order=True)
class O:
    a: int
    b: str = "z"


def dataclasses_in_order():
    print(
        O(1) < O(2),
        O(1, "a") < O(1, "b"),
        sorted([O(2), O(1, "b"), O(1, "a")]),
        max(O(1), O(3)),
        O(1) >= O(1),
        min([O(2), O(1)]),
    )


@dataclass(order=True)
class Other:
    a: int


def dataclasses_of_two_classes_in_order():
    try:
        print(O(1) < O(2), max([Other(1), Other(3)]))
    except TypeError as error:
        print(error)


@dataclass
class P:
    a: int


@dataclass
class Q:
    a: int


class R(P):
    pass


def dataclasses_of_two_classes():
    print(P(1) == Q(1), P(1) == P(1), P(1) != Q(1))


def dataclasses_and_derived_ones():
    print(P(1) == R(1), R(1) == R(1))


def dataclasses_and_other_values():
    print(P(1) == 1, 1 == P(1), P(1) == None, P(1) == "a", P(1) != (1,))


class V:
    def __init__(self, x):
        self.x = x

    def __eq__(self, o):
        if not isinstance(o, V):
            return NotImplemented
        return self.x == o.x

    def __add__(self, o):
        if isinstance(o, V):
            return V(self.x + o.x)
        if isinstance(o, (int, float)):
            return V(self.x + o)
        return NotImplemented


def objects_that_have_no_answer():
    print(V(1) == V(1), V(1) == V(2))
    print((V(1) + V(2)).x, (V(1) + 2).x)


def no_answer_for_a_number():
    print(V(1) == 3)


class N:
    def __init__(self, v):
        self.v = v

    def __repr__(self):
        return f"N{self.v}"


def objects_as_keys():
    a, b = N(1), N(1)
    d = {a: 1}
    d[b] = 2
    d[a] += 5
    print(d[a], d[b], b in d, N(1) in d, len(d), d, list(d), [k.v for k in d])
    for k, v in d.items():
        print(k.v, v)
    del d[a]
    print(a in d, d.get(a), d.pop(b), d.setdefault(a, 9), d)


def graphs_of_objects():
    g = {}
    ns = [N(k) for k in range(4)]
    for k in range(3):
        g.setdefault(ns[k], []).append(ns[k + 1])
    print(g, {n: n.v for n in ns}, dict(zip(ns, "abcd"))[ns[2]])


def an_object_that_is_no_key():
    try:
        print({N(1): 2}[N(3)])
    except KeyError as e:
        print("key")


def objects_among_other_keys():
    a = N(1)
    d = {a: 1, "a": 2, 3: 4}
    print(d[a], d["a"], d[3], len(d), {a: 1} == {a: 1}, {a: 1} == {N(1): 1})


class M(N):
    pass


def objects_of_two_classes_as_keys():
    a, b = N(1), M(2)
    d = {a: "x", b: "y"}
    print(d[b], [type(k).__name__ for k in d])


def looking_for_the_same_object():
    class_ = N
    a, b = N(1), N(1)
    xs = [a]
    print(a in xs, b in xs, xs.index(a), xs.count(b), a == b, a != b, xs == [a], xs == [b], (a, 1) == (a, 1))
    xs.remove(a)
    print(len(xs))


class Z:
    a = 1


def classes_of_objects():
    print(type(N(1)) is type(N(2)), N(1).__class__ is M(1).__class__)


def classes_of_several_objects():
    for x in [N(1), M(1), Z()]:
        print(type(x) is N, type(x) == M, x.__class__ is Z, isinstance(x, N), type(x) is type(N(3)))
