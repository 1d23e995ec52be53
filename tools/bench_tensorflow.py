"""Training steps of the MNIST CNN by Keras on TensorFlow, in a process of its own: the other one's Keras is on bml.

Reads how many steps to make, a line a request, and answers with their milliseconds as JSON.
"""

from __future__ import annotations

import json
import os
import sys
import time

import numpy as np

os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
from keras import layers


def main(batch: int) -> None:
    keras.utils.set_random_seed(0)
    generator = np.random.default_rng(0)
    x = generator.random((batch, 28, 28, 1), np.float32)
    y = np.eye(10, dtype=np.float32)[generator.integers(0, 10, batch)]
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(8, 5, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(16, 5, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    for line in sys.stdin:
        milliseconds = []
        for _ in range(int(line)):
            begun = time.perf_counter()
            model.train_on_batch(x, y)
            milliseconds.append(1000 * (time.perf_counter() - begun))
        print(json.dumps(milliseconds), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
