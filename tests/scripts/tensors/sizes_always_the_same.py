"""Sizes that are computed in a script, and always the same, are known to what is traced."""
# ruff: noqa

import numpy as np

import bml
from bml import layers, ops

xs = np.linspace(-1, 1, 24).reshape(12, 2).astype("float32")
ys = (xs.sum(axis=1) > 0).astype("int32")
data = bml.Dataset.from_arrays(xs, ys)


def _make(units):
    return bml.Sequential([bml.Input((2,)), layers.Dense(units, "relu"), layers.Dense(2)])


SIZE = 3


@bml.script
def ones_of_batch():
    for x, y in data.batch(5):
        real = ops.ones_like(x[:, :1])
        fake = ops.zeros_like(real)
        both = ops.concatenate([real, fake], axis=0)
        print(both.shape, float(ops.mean(both)))
        k = 3
        o = ops.ones((k, 1))
        print(o.shape, float(ops.sum(o)), ops.zeros((SIZE, k)).shape)


def fresh(n, m=2):
    return ops.ones((n, m)) * n


@bml.script
def helper():
    print(fresh(3).shape, float(ops.sum(fresh(3))))


class Net:
    def __init__(self, n):
        self.n = n
        self.h = None

    def state(self):
        return ops.zeros((self.n, 2))


@bml.script
def attribute():
    net = Net(4)
    h = net.state()
    for x, y in data.batch(4):
        h = ops.zeros_like(x) + x
    print(h.shape, round(float(ops.sum(h)), 4))


@bml.script
def reshaped():
    width = 4
    for x, y in data.batch(6):
        r = ops.reshape(x, (-1, width))
        s = ops.repeat(r[:1], width, axis=0)
        print(r.shape, s.shape, ops.one_hot(y, width).shape)
