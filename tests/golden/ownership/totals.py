"""Sums of tensors."""

import bml

xs = [[0.0, 1.0], [1.0, 0.5], [0.25, 2.0], [1.5, 1.0], [0.5, 0.75]]
points = bml.data.Dataset.from_arrays(xs, [1.0, 2.0, 3.0, 4.0, 5.0])


@bml.function
def f(x):
    return bml.ops.sin(x) * 0.5 + 0.6


@bml.function
def both(x):
    return [x * 0.5, bml.ops.stack([x, x])]


@bml.script
def of_a_list(n: int = 3):
    xs = [f(i) for i in range(n)]
    return sum(xs), sum(xs, f(n))


@bml.script
def of_what_is_made(n: int = 2):
    total = sum(bml.ops.sum(x) for x, _ in points.batch(n) if n > 1)
    parts = both(f(n))
    return float(total) + float(sum(bml.ops.sum(part) for part in parts))


@bml.script
def of_none(n: int = 0):
    x = f(3)
    try:
        return sum([f(i) for i in range(n)])
    except ValueError as error:
        print(error)
    return x
