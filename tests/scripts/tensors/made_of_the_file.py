"""What scripts make of the layers, optimizers and constants of the file."""

import random

import keras
import numpy as np
from keras import layers, ops

import bml

xs = np.linspace(-1, 1, 32).reshape(8, 4).astype("float32")
ys = np.stack([xs.sum(1), xs.mean(1)], 1)
data = bml.Dataset.from_tensor_slices((xs, ys)).batch(4)
base = layers.Dense(3, activation="relu")
base.build((None, 4))
pretrained = keras.Sequential([keras.Input((4,)), base, layers.Dense(2)])
optimizer = keras.optimizers.SGD(0.1)
UNITS = 5
SIZES = (2, 3)


def head(units=UNITS):
    return keras.Sequential([keras.Input((4,)), base, layers.Dense(units)])


@bml.script
def transfer():
    for k in range(2):
        model = keras.Sequential([keras.Input((4,)), base, layers.Dense(2)])
        model.compile(optimizer="sgd", loss="mse")
        model.fit(data, verbose=0)
        print(model.evaluate(data, verbose=0), [float(ops.sum(w)) for w in base.get_weights()])


@bml.script
def with_file_optimizer():
    model = head(2)
    model.compile(optimizer, "mse")
    model.fit(data, verbose=0)
    print(model.evaluate(data, verbose=0), int(optimizer.iterations))


@bml.script
def sizes():
    nets = []
    for n in SIZES:
        nets.append(keras.Sequential([keras.Input((4,)), layers.Dense(n), layers.Dense(2)]))
    for net in nets:
        for x, y in data:
            print(float(ops.sum(net(x))))


@bml.script
def seeded():
    random.seed(5)
    a = head()
    random.seed(5)
    b = head()
    for x, y in data:
        print(float(ops.sum(a(x) - b(x))), random.random())


def deep(depth, width):
    model = keras.Sequential()
    model.add(keras.Input((4,)))
    for k in range(depth):
        model.add(layers.Dense(width * (k + 1), activation="relu"))
        if k % 2:
            model.add(layers.Dropout(0.2))
    model.add(layers.Dense(2))
    return model


@bml.script
def built():
    for depth, width in [(1, 2), (3, 2)]:
        model = deep(depth, width)
        print(model.count_params(), len(model.layers))
        for x, y in data:
            print(float(ops.sum(model(x))))
