"""A convolution with its gradient: the step whose kernels differ most between backends."""

import numpy as np

import bml
from bml import layers

images = bml.Dataset.from_arrays(np.zeros((4, 8, 8, 1), "uint8"), np.zeros((4, 2), "float32"))

model = bml.Sequential(
    [
        bml.Input((8, 8, 1)),
        layers.Conv2D(2, 3, padding="same", activation="tanh"),
        layers.Conv2D(3, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.AveragePooling2D(2, strides=1, padding="same"),
        layers.Flatten(),
        layers.Dense(2),
    ]
)
model.compile(optimizer=bml.optimizers.Adam(0.1), loss="mse")


@bml.function
def scale(image, target):
    return image / 255.0, target


@bml.script
def train():
    model.fit(images.map(scale).batch(2))
