"""Nested functions: borrowed arguments, captured names, results."""

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
def captured(n: int = 3):
    x = f(n)

    def scaled(y):
        return g(x, y)

    z = scaled(f(x))
    x = f(z)
    print(float(scaled(z)))


@bml.script
def parameters(n: int = 3):
    def refined(x, steps):
        for _ in range(steps):
            x = f(x)
        return x

    y = refined(f(n), 2)
    return refined(y, 0)


@bml.script
def taken_by_the_callee(n: int = 3):
    buffer = [f(n), f(n + 1)]

    def use(x):
        buffer.pop(0)
        return f(x)

    print(float(use(buffer[0])))
    print(float(g(buffer[0], use(buffer[0]))), len(buffer))


@bml.script
def recursion(n: int = 4):
    def powers(x, left):
        if left == 0:
            return [x]
        rest = powers(f(x), left - 1)
        rest.append(x)
        return rest

    return powers(f(n), n)


@bml.script
def stored(n: int = 3):
    kept = []

    def keep(x):
        kept.append(x)
        return len(kept)

    for i in range(n):
        print(keep(f(i)))
    return kept[-1]


@bml.script
def failing(n: int = 3):
    def half(x):
        y = f(x)
        if float(y) > 0.1:
            raise ValueError("too much")
        return y

    x = f(n)
    try:
        x = half(x)
    except ValueError as error:
        print(error, float(x))
    return g(half(x), f(x))


@bml.script
def parameters_that_are_set_anew(n: int = 3):
    def half(x, step):
        print(float(x))
        step = f(x)
        return g(x, step)

    x = f(n)
    return half(x, x)
