"""Operators of tensors with tensors and with numbers, on both sides."""

import bml


@bml.function
def start():
    return bml.ops.reshape(bml.ops.arange(6, dtype="float32"), (2, 3)) * 0.5 + 0.25


@bml.function
def whole():
    return bml.ops.arange(4)


@bml.script
def with_numbers(n: int = 3, rate: float = 0.1):
    x = start()
    y = 1 + x * 2 - 3.5 / (x + n) + rate * x - (n - x) ** 2
    z = -y + abs(y) * 0.5 - (2.0**x)
    return y, z, float(bml.ops.sum(z))


@bml.script
def in_place(n: int = 3):
    x = start()
    original = x
    x += 1.0
    x *= original
    x -= n
    x /= 2
    total = bml.ops.zeros((2, 3))
    for i in range(n):
        total += x * i
    return original, x, total


@bml.script
def whole_numbers(n: int = 2):
    i = whole()
    print((i + 1).tolist(), (i * n).tolist(), (n - i).tolist(), (-i).tolist(), (i + i).tolist())
    print((i * 0.5).tolist(), (i / 2).tolist(), abs(i - 2).tolist(), (i**2).tolist())
    return i + n


@bml.script
def flags():
    x = start()
    above = x > 1.0
    below = x <= 2.0
    both = bml.ops.logical_and(above, below)
    print(both.tolist(), int(bml.ops.sum(bml.ops.cast(both, "int32"))))
    return both, bml.ops.where(both, x, -x)


@bml.script
def sums(n: int = 4):
    xs = [start() * i for i in range(n)]
    total = sum(xs)
    doubled = sum([x * 2 for x in xs], start())
    weighted = sum(x * (1.0 / n) for x in xs)
    return total, doubled, weighted


@bml.script
def matrices():
    x = start()
    y = x @ bml.ops.transpose(x)
    row = bml.ops.ones((1, 2)) @ y
    vector = bml.ops.full((3,), 2.0)
    return y, row[0], x @ vector, vector[0] * vector[1:] + row[0]


@bml.script
def one_element():
    x = bml.ops.full((1,), 2.5)
    y = bml.ops.full((1, 1), 4.0)
    print(x.item(), y.item(), (x * y).item(), x.tolist(), y.tolist())
    return x, y, x * y


@bml.script
def chained(n: int = 4):
    x = start()
    for i in range(n):
        x = x * 0.5 + bml.ops.mean(x) * (bml.ops.max(x) - bml.ops.min(x)) / (1 + i)
    a = b = x + 1
    b = b * 2
    return a, b, bml.ops.stack([a, b]), bml.ops.concatenate([a, b], axis=0)
