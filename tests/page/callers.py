"""What pages call: pictures, numbers, and a training that lasts."""

import numpy as np

import bml

points = bml.Dataset.from_tensor_slices((np.zeros((64, 2), np.float32), np.zeros((64, 1), np.float32)))
model = bml.Sequential([bml.Input((2,)), bml.layers.Dense(1)])
model.compile(optimizer="sgd", loss="mse")


@bml.function
def grey(image: bml.Image(2, 2, 1)):
    return image * 1.0


@bml.function
def colours(image: bml.Image(2, 2, 3)):
    return image * 1.0


@bml.function
def layers(image: bml.Image(2, 2, 4)):
    return image * 1.0


@bml.function
def twice(x: bml.TensorSpec((None, 2))):
    return x * 2.0


@bml.script
def train(epochs: int = 1):
    model.fit(points.batch(1), epochs=epochs)
    return epochs
