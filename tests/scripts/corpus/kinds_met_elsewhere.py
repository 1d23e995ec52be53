"""Ints and floats that met elsewhere, in places where a float alone was: each value keeps its kind."""


def a_sum_of_maybe_no_floats_in_names(least: float = 1.0):
    xs = [x for x in [0.5, 2.0] if x > least]
    before = last = 0.0
    for _ in range(2):
        print(before)
        before = sum(xs)
    print(last)


def a_sum_of_maybe_no_floats_in_containers(least: float = 1.0):
    xs = [x for x in [0.5, 2.0] if x > least]
    ys = [0.0]
    ys.append(sum(xs))
    print(ys, ys[0])
    d = {"a": 3.0}
    d["a"] = sum(xs) if least < 0 else 4.0
    print(d)
    pair = (1.0, 2)
    if least < 0:
        pair = (sum(xs), 3)
    print(pair)


def a_sum_of_maybe_no_floats_through_functions(least: float = 1.0):
    xs = [x for x in [0.5, 2.0] if x > least]

    def pick(x: int):
        if x > 0:
            return sum(xs)
        return 0.0

    def show(x):
        print(x)

    print(pick(1), pick(0))
    shown = [show]
    shown[0](1.0)
    shown[0](sum(xs))


def tuples_of_either_kind(n: int = 2):
    pair = (1.0, 2)
    print(pair)
    if n > 0:
        pair = (n, 3)
    print(pair, pair[0])
    nested = ((1.0, 2), "a")
    for i in range(2):
        (v, w), s = nested
        print(nested, v, w, s)
        nested = ((i, i), "b")
    print(nested)


def names_set_together(n: int = 2):
    a, b = 1.0, (2.0, 1)
    for k in range(n):
        print(a, b, a == 1, b[0] == 2.0, a + 1, b[0] * 2)
        a, b = k, (k, 2)
    for x, y in [(1.0, 2), (3, 4)]:
        print(x, y)


def ints_to_negated_powers(digits: int = 2):
    print(10**-digits, pow(10, -digits), 10**digits, (-2) ** -digits)
    rate = 10**-digits
    print(rate, rate + 1, rate * 2)
