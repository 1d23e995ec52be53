"""Names: last uses, reassignment, swaps, temporaries."""

import bml


@bml.function
def f(x):
    return bml.ops.sin(x) * 0.5 + 0.6


@bml.function
def g(x, y):
    return x * 0.5 + y * 0.25


@bml.function
def both(x):
    return x * 0.5, x + 0.25


@bml.script
def reassignment(n: int = 3):
    x = f(n)
    y = f(x)
    x = g(x, y)
    print(float(x))


@bml.script
def temporaries(n: int = 3):
    x = f(n)
    print(float(g(f(x), g(x, f(x)))), n + 1)


@bml.script
def swaps(n: int = 3):
    a = f(n)
    b = f(a)
    a, b = b, a
    a, b = b, g(a, b)
    return a


@bml.script
def several_results(n: int = 3):
    half, more = both(f(n))
    half, more = both(more)
    pair = both(half)
    first, second = pair
    print(float(first), float(second), float(more))


@bml.script
def unused(n: int = 3):
    x = f(n)
    f(x)
    y = f(x)
    _, z = both(x)
    return z


@bml.script
def chained(n: int = 3):
    a = b = f(n)
    a = f(a)
    print(float(a), float(b))


@bml.script
def two_kinds(n: int = 3):
    x = f(n)
    x = float(x)
    print(x)
