"""Sizes that an op needs to be numbers, where the script has them as products of sizes that it does not know."""

import numpy as np

import bml
from bml import ops


@bml.script
def columns(n: int = 3):
    np.random.seed(0)
    column = ops.reshape(np.random.rand(n, 1), (-1, 1))
    x = ops.ones((3, 2))
    print((column * x).shape, round(float(ops.sum(column * x)), 4))
    flat = ops.reshape(np.random.rand(n, 2), (-1,))
    print((flat + ops.ones((6,))).shape)
