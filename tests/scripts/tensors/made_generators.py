"""Models with dropout that scripts make: each draws with a seed of its own, as Keras has it."""

import random

import keras
import numpy as np
from keras import layers, ops

import bml

xs = np.linspace(-1, 1, 32).reshape(8, 4).astype("float32")
ys = np.stack([xs.sum(1), xs.mean(1)], 1)
data = bml.Dataset.from_tensor_slices((xs, ys)).batch(4)


def regularized(rate=0.5):
    return keras.Sequential(
        [
            keras.Input((4,)),
            layers.Dense(8, activation="relu"),
            layers.BatchNormalization(),
            layers.Dropout(rate),
            layers.Dense(2),
        ]
    )


@bml.script
def dropout():
    for k in range(3):
        model = regularized()
        for x, y in data:
            print([float(v) for v in ops.sum(model(x, training=True), axis=0).numpy()])


@bml.script
def train():
    print(random.random())
    for k in range(2):
        model = regularized(0.3)
        model.compile(keras.optimizers.SGD(0.05), loss="mse")
        model.fit(data, epochs=2, verbose=0)
        print(model.evaluate(data, verbose=0), random.random())
