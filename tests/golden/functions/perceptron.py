"""A small classifier: what each stage makes of it."""

import numpy as np

import bml
from bml import layers

points = bml.Dataset.from_arrays(np.zeros((10, 4), "float32"), np.zeros(10, "uint8"))

model = bml.Sequential(
    [
        bml.Input((4,)),
        layers.Dense(8, activation="relu"),
        layers.Dropout(0.5),
        layers.Dense(3, activation="softmax"),
    ]
)
model.compile(
    optimizer=bml.optimizers.SGD(0.1, momentum=0.9), loss="sparse_categorical_crossentropy", metrics=["accuracy"]
)


@bml.function
def center(point, label):
    return (point - 0.5) * 2, label


@bml.script
def train(epochs: int = 1):
    model.fit(points.map(center).batch(5), epochs=epochs)
