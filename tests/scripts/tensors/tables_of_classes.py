"""Tables of classes and functions of Keras's, of the file or written out: a loop over one is written out."""

import keras
import numpy as np

import bml

x = np.linspace(-1, 2, 12, dtype="float32").reshape(4, 3)
y = x.sum(axis=1, keepdims=True)
keras.utils.set_random_seed(1)
OPTIMIZERS = {"adam": keras.optimizers.Adam, "sgd": keras.optimizers.SGD}


def build(units=2):
    return keras.Sequential(
        [
            keras.Input((3,)),
            keras.layers.Dense(units, kernel_initializer="ones"),
            keras.layers.Dense(1, kernel_initializer="ones"),
        ]
    )


@bml.script
def classes():
    for name, make in OPTIMIZERS.items():
        model = build()
        model.compile(optimizer=make(0.1), loss="mse")
        model.fit(x, y, epochs=2, verbose=0)
        print(name, model.evaluate(x, y, verbose=0))


ACTIVATIONS = {"relu": keras.ops.relu, "tanh": keras.ops.tanh}


@bml.script
def functions():
    t = keras.ops.convert_to_tensor(x)
    for name, f in ACTIVATIONS.items():
        print(name, f(t).numpy().sum().round(3))
    for name, f in {"relu": keras.ops.relu, "sigmoid": keras.ops.sigmoid}.items():
        print(name, f(t).numpy().sum().round(3))
    for name, make in {"adam": keras.optimizers.Adam, "sgd": keras.optimizers.SGD}.items():
        model = build()
        model.compile(optimizer=make(learning_rate=0.1), loss="mse")
        model.fit(x, y, epochs=1, verbose=0)
        print(name, model.evaluate(x, y, verbose=0))
    for name, value in {"a": 1, "b": 2}.items():
        print(name, value)
