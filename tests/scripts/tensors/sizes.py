"""Sizes that only the running program knows: halves, every second row, images of any size, and what is made of them."""

import bml
from bml import ops

data = bml.Dataset.from_tensor_slices([[float(i), float(i * i % 7), 1.0] for i in range(12)])


@bml.function
def thinned(x):
    return x[::2], x[1::2]


@bml.function
def paired(left, right):
    return ops.concatenate([left, right]) * 2.0


@bml.function
def added(a, b):
    return a + b


@bml.function
def features(x):
    images = ops.reshape(x, (*ops.shape(x), 1, 1)) * ops.ones((1, 1, 5, 1))
    pooled = ops.average_pool(images, 2, 2, "same")
    return ops.sum(ops.max_pool(ops.conv(pooled, ops.ones((2, 2, 1, 1)), padding="same"), 2, 1), axis=(2, 3))


@bml.function
def numbered(x):
    return x + ops.arange(ops.shape(x)[0])[:, None], ops.eye(ops.shape(x)[0])


@bml.script
def main():
    for x in data.batch(7):
        even, odd = thinned(x)
        again = paired(even, odd)
        print(again.tolist(), added(x, again).tolist())
        print(features(x).tolist())
        rows, ones = numbered(even)
        print(rows.tolist(), ones.tolist())
        try:
            print(added(even, odd).tolist())
        except Exception:
            print("sizes differ")
