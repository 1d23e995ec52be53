"""Lines whose arguments are one of several constants: each makes what Python makes, and is found as it runs."""

import keras
import numpy as np
from keras import layers, ops

import bml

xs = np.linspace(-1, 1, 32).reshape(8, 4).astype("float32")
ys = np.stack([xs.sum(1), xs.mean(1)], 1)
data = bml.Dataset.from_tensor_slices((xs, ys)).batch(4)


class Trainer:
    def __init__(self, units, activation="relu"):
        self.units = units
        self.model = keras.Sequential(
            [keras.Input((4,)), layers.Dense(self.units, activation=activation), layers.Dense(2)]
        )
        self.model.compile(keras.optimizers.SGD(0.1), "mse")

    def train(self):
        self.model.fit(data, verbose=0)
        return self.model.evaluate(data, verbose=0)


@bml.script
def several():
    a, b = Trainer(3), Trainer(5, activation="tanh")
    print(a.train(), b.train(), a.model.count_params())
    best = a if a.train() < b.train() else b
    copy = keras.models.clone_model(best.model)
    for x, y in data:
        print(float(ops.mean(copy(x) - best.model(x))))
    c = Trainer(5)
    print(c.train())


def make(units, kind="dense"):
    if kind == "dense":
        return keras.Sequential([keras.Input((4,)), layers.Dense(units), layers.Dense(2)])
    return keras.Sequential(
        [keras.Input((4,)), layers.Reshape((4, 1)), layers.Conv1D(units, 2), layers.Flatten(), layers.Dense(2)]
    )


def run(units, kind):
    model = make(units, kind=kind)
    model.compile("adam", "mse")
    model.fit(data, verbose=0)
    return model.evaluate(data, verbose=0)


@bml.script
def grid():
    results = {}
    for kind in ("dense", "conv"):
        for units in [2, 3]:
            results[(kind, units)] = run(units, kind)
    for key in results:
        print(key, results[key])
