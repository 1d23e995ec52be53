"""One of several models or data sets, known as the script runs: each is asked what it gives."""

import keras
import numpy as np

import bml

x = np.linspace(-1, 1, 16, dtype="float32").reshape(16, 1)
data = bml.Dataset.from_tensor_slices((x, x)).batch(4)
one = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, kernel_initializer="ones")])
two = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, kernel_initializer="zeros")])
one.compile("sgd", "mse")
two.compile("sgd", "mse")


@bml.script
def choice(fast: bool = True):
    m = one if fast else two
    print(round(m.evaluate(data, verbose=0), 4))


@bml.script
def loop():
    for m in [one, two]:
        print(round(m.evaluate(data, verbose=0), 4))
    models = {"a": one, "b": two}
    for k in ["a", "b"]:
        print(round(models[k].evaluate(data, verbose=0), 4))


class T:
    def __init__(self, model):
        self.model = model

    def evaluate(self, d):
        total = 0.0
        for a, b in d:
            total += float(keras.ops.sum(self.model(a) - b))
        return round(total, 4), round(self.model.evaluate(d, verbose=0), 4)


small = bml.Dataset.from_tensor_slices((x[:4], x[:4])).batch(2)


@bml.script
def two_sets():
    t = T(one)
    print(t.evaluate(data))
    print(t.evaluate(small))
    for d in [data, small]:
        print(t.evaluate(d))


@bml.script
def choice_called(fast: bool = False):
    m = one if fast else two
    for a, b in data:
        print(round(float(keras.ops.sum(m(a))), 3))
    print(m.predict(data, verbose=0).shape)
