"""A level that is halved until it is low enough, which may be never; rows of a data set that are halved too."""

import numpy as np

import bml
from bml import ops

level = bml.Variable(1024.0, name="level")
rows = bml.Dataset.from_tensor_slices(np.array([[3.0], [5.0]], np.float32))


@bml.function
def halve(limit: bml.TensorSpec(())):
    after = ops.while_loop(lambda x: x > limit, lambda x: x * 0.5, level)
    level.assign(after)
    return after


@bml.function
def look(x: bml.TensorSpec(())):
    return level * x


@bml.function
def to_one(row: bml.TensorSpec((None, 1))):
    return ops.while_loop(lambda x: ops.sum(x) > 1.0, lambda x: x * 0.5, row)


small = rows.batch(1).map(to_one)


class Lower(bml.layers.Layer):
    def call(self, x):
        return to_one(x)


model = bml.Sequential([bml.Input((1,)), Lower()])


@bml.script
def predict():
    model.predict(rows.batch(1))


@bml.script
def settle(limit: float = 1.0):
    def lowered(row):
        return to_one(row * 4.0)

    total = 0.0
    for row in small:
        total += float(ops.sum(lowered(row)))
    return float(halve(limit)) + total
