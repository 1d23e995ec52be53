"""`iter` and `next` of data sets, and columns of rows that hold tensors."""

import numpy as np

import bml

data = bml.Dataset.from_tensor_slices(np.arange(10, dtype="float32")).batch(4)
pairs = bml.Dataset.from_tensor_slices((np.arange(6, dtype="float32"), np.arange(6, dtype="float32"))).batch(4)


@bml.script
def next_batches():
    it = iter(data)
    n = 0
    while True:
        try:
            b = next(it)
        except StopIteration:
            break
        n += 1
        print(float(b[0]), len(b))
    it = iter(pairs)
    x, y = next(it)
    print(float(x[1]), float(y[1]))
    for x, y in it:
        print(float(x[0]), len(y))
    x = next(iter(data))
    print(float(x[3]))
    kept = [(v * 2.0, float(v[0])) for v in data]
    vs, fs = zip(*kept)
    print([float(v[0]) for v in vs], fs)


@bml.script
def started_again(steps: int = 5):
    batches = iter(pairs)
    for step in range(steps):
        try:
            x, y = next(batches)
        except StopIteration:
            batches = iter(pairs)
            x, y = next(batches)
        print(step, float(x[0]), len(y))


@bml.script
def enumerated():
    it = iter(data)
    next(it)
    for k, x in enumerate(it, 1):
        print(k, float(x[0]))


@bml.script
def columns_of_tensors():
    kept = []
    for x, y in pairs:
        kept.append((x, y * 2.0, len(x)))
    xs, ys, sizes = zip(*kept)
    print(len(xs), float(ys[1][0]), sizes)
    columns = list(zip(*[(x, y) for x, y, _ in kept]))
    print(float(columns[0][0][1]))


def scaled(k):
    return bml.ops.convert_to_tensor([1.0, 2.0]) * k


def total(x):
    return round(float(bml.ops.sum(x)), 3)


@bml.script
def defaults_that_are_none():
    it = iter([scaled(1), scaled(2)])
    a = next(it, None)
    if a is not None:
        print(total(a))
    xs = [scaled(3)]
    it2 = iter(xs)
    b = next(it2, None)
    xs.clear()
    if b is not None:
        print(total(b))
    print(next(it2, None) is None)
    while (c := next(it, None)) is not None:
        print(total(c))
    kept = [next(iter([scaled(k)]), None) for k in range(2)]
    print(len(kept), [total(k) for k in kept if k is not None])

    def first(xs):
        return next(iter(xs), None)

    z = first([scaled(9)])
    y = first([scaled(9)][1:])
    print(y is None)
    if z is not None:
        print(total(z))
    next(iter([scaled(1)]), None)
