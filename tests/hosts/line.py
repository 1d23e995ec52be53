"""A line, with weights and a shard of data that are too large to be put into code."""

import numpy as np

import bml
from bml import layers

draw = np.random.default_rng(0)
x = draw.normal(size=(600, 3)).astype("float32")
y = (x @ np.array([1.0, -2.0, 0.5], dtype="float32")).astype("float32")

data = bml.Dataset.from_arrays(x, y).batch(100)

model = bml.Sequential([bml.Input((3,)), layers.Dense(1)])
model.compile("sgd", "mse")
model.set_weights([np.zeros((3, 1), "float32"), np.zeros(1, "float32")])


@bml.script
def train(epochs: int = 1):
    model.fit(data, epochs=epochs)


@bml.function
def predict(points: bml.TensorSpec((None, 3))):
    return model(points)
