"""What decides what is made comes from lists that are written out, in the script or in the file, joined in Python."""

import argparse
import itertools
from itertools import product
from types import SimpleNamespace

import keras
import numpy as np

import bml

x = np.linspace(-1, 1, 8, dtype="float32").reshape(4, 2)
y = x.sum(axis=1, keepdims=True)
GRID = {"units": [2, 3], "lr": [0.1, 0.01]}
SETTINGS = SimpleNamespace(sizes=[2, 4], act=("tanh", "relu"))
PAIRS = [("small", 2), ("large", 4)]
CHANGED = {"units": [2, 3]}
parser = argparse.ArgumentParser()
parser.add_argument("--units", type=int, nargs="+", default=[3, 1])
args = parser.parse_args([])


def build(units, activation="tanh"):
    return keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(units, activation=activation, kernel_initializer="ones"),
            keras.layers.Dense(1, kernel_initializer="ones"),
        ]
    )


def score(model, lr):
    model.compile(optimizer=keras.optimizers.SGD(lr), loss="mse")
    model.fit(x, y, epochs=2, batch_size=2, shuffle=False, verbose=0)
    return model.evaluate(x, y, verbose=0)


@bml.script
def of_the_file():
    for units, lr in itertools.product(GRID["units"], GRID["lr"]):
        print(units, lr, f"{score(build(units), lr):.4f}")
    for k, (name, units) in enumerate(PAIRS):
        print(k, name, f"{score(build(units), 0.1):.4f}")
    for name, units in dict(PAIRS).items():
        print(name, build(units).count_params())
    for units, activation in zip(SETTINGS.sizes, SETTINGS.act):
        print(activation, f"{score(build(units, activation), 0.05):.4f}")
    for units in reversed(args.units):
        print(build(units).count_params())


@bml.script
def of_the_script():
    sizes = [2, 4]
    space = {"units": [1, 3], "act": ("tanh", "relu")}
    rates = {"slow": 0.01, "fast": 0.1}
    for units in sizes:
        print(units, f"{score(build(units), 0.1):.4f}")
    for units, activation in product(space["units"], space["act"]):
        print(activation, f"{score(build(units, activation), 0.1):.4f}")
    for (name, lr), units in zip(rates.items(), sizes):
        print(name, f"{score(build(units), lr):.4f}")
    best = min([(f"{score(build(units), 0.1):.4f}", units) for units in sizes])
    print(best, len(sizes), sizes, space)


@bml.script
def of_what_grows():
    CHANGED["units"].append(5)
    for units in CHANGED["units"]:
        print(units)
    sizes = [2, 4]
    sizes.append(6)
    for units in sizes:
        print(units)
