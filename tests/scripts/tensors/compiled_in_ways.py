"""Models that are compiled in ways that differ: by texts, by optimizers in lists and tables, in functions."""

from itertools import product

import keras
import numpy as np

import bml

x = np.linspace(-1, 2, 12, dtype="float32").reshape(4, 3)
y = x.sum(axis=1, keepdims=True)


def build(units=2):
    return keras.Sequential(
        [
            keras.Input((3,)),
            keras.layers.Dense(units, kernel_initializer="ones"),
            keras.layers.Dense(1, kernel_initializer="ones"),
        ]
    )


@bml.script
def names():
    for name in ("adam", "sgd"):
        model = build()
        model.compile(optimizer=name, loss="mse")
        model.fit(x, y, epochs=2, verbose=0)
        print(name, model.evaluate(x, y, verbose=0))


@bml.script
def losses():
    for loss in ["mse", "mae"]:
        model = build()
        model.compile(optimizer="sgd", loss=loss)
        print(model.evaluate(x, y, verbose=0))


def run(name, loss, lr=0.1):
    model = build()
    model.compile(optimizer=name, loss=loss)
    model.fit(x, y, epochs=1, verbose=0)
    return model.evaluate(x, y, verbose=0)


@bml.script
def calls(name: str = "sgd"):
    for each in ("adam", "sgd"):
        print(run(each, "mse"))
    print(run("rmsprop", "mae"))
    for each, loss in product(["adam", "sgd"], ["mse", "mae"]):
        print(run(each, loss))
    for each, loss in product(["adam", "sgd"], ["mse", "mae"]):
        model = build()
        model.compile(optimizer=each, loss=loss)
        print(each, loss, model.evaluate(x, y, verbose=0))
    print({each: run(each, "mse") for each in ["sgd", "adam"]})
    print(outer("adam"), outer("sgd"))


def outer(name):
    return run(name, "mse")


@bml.script
def in_loops():
    for name, optimizer in {"adam": keras.optimizers.Adam(0.1), "sgd": keras.optimizers.SGD(0.1)}.items():
        model = build()
        model.compile(optimizer=optimizer, loss="mse")
        model.fit(x, y, epochs=2, verbose=0)
        print(name, model.evaluate(x, y, verbose=0))
    for optimizer in [keras.optimizers.Adam(0.1), keras.optimizers.SGD(0.1)]:
        model = build()
        model.compile(optimizer=optimizer, loss="mse")
        model.fit(x, y, epochs=2, verbose=0)
        print(model.evaluate(x, y, verbose=0))


def trained(optimizer, units=2):
    model = build(units)
    model.compile(optimizer=optimizer, loss="mse")
    model.fit(x, y, epochs=2, verbose=0)
    return model.evaluate(x, y, verbose=0)


@bml.script
def given(name: str = "sgd"):
    optimizers = {"adam": keras.optimizers.Adam(0.1), "sgd": keras.optimizers.SGD(0.1)}
    print(trained(optimizers[name]))
    print(trained(keras.optimizers.RMSprop(0.1)))
    others = {"adam": keras.optimizers.Adam(0.1), "sgd": keras.optimizers.SGD(0.1)}
    print({key: trained(each) for key, each in others.items()})


of_file = keras.optimizers.SGD(0.1)


@bml.script
def of_two_models():
    optimizer = keras.optimizers.SGD(0.1)
    for each in range(2):
        try:
            print(trained(optimizer))
        except ValueError:
            print("refused", each)
    for each in range(2):
        model = build()
        try:
            model.compile(of_file, "mse")
            model.fit(x, y, epochs=1, verbose=0)
            print(model.evaluate(x, y, verbose=0))
        except ValueError:
            print("refused", each)
    one = build()
    mine = keras.optimizers.SGD(0.1)
    for each in range(2):
        one.compile(mine, "mse")
        one.fit(x, y, epochs=1, verbose=0)
        print(one.evaluate(x, y, verbose=0))
