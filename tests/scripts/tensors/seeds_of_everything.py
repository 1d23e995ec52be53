"""Seeds of everything, set in scripts: streams of the host, models, shuffles that name none."""

import random

import keras
import numpy as np

import bml

np.random.seed(7)
np.random.rand(3)
random.seed(8)
x = np.linspace(-1, 1, 12, dtype="float32").reshape(4, 3)


@bml.script
def run(n: int = 5):
    for seed in range(2):
        keras.utils.set_random_seed(n + seed)
        print(random.random(), np.random.rand())
        model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
        print([f"{float(np.sum(w)):.5f}" for w in model.get_weights()])
        print(random.random(), np.random.rand())


y = x.sum(axis=1, keepdims=True)
data = bml.Dataset.from_tensor_slices((x, y))
fixed = data.shuffle().batch(2)


@bml.script
def shuffles():
    keras.utils.set_random_seed(3)
    model = keras.Sequential(
        [keras.Input((3,)), keras.layers.Dense(2), keras.layers.Dropout(0.5), keras.layers.Dense(1)]
    )
    model.compile("sgd", "mse")
    for rows in (data.shuffle().batch(2), fixed):
        h = model.fit(rows, epochs=2, verbose=0)
        print([round(v, 4) for v in h.history["loss"]])
    bml.set_random_seed(4)
    h = model.fit(x, y, batch_size=2, epochs=2, verbose=0)
    print([round(v, 4) for v in h.history["loss"]], random.randint(0, 99), np.random.randint(0, 99))


def build(seed):
    keras.utils.set_random_seed(seed)
    return keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])


@bml.script
def in_helpers():
    for seed in range(3):
        model = build(seed)
        print([f"{float(np.sum(w)):.5f}" for w in model.get_weights()])


@bml.script
def without():
    h = data.shuffle().batch(2)
    for a, b in h:
        print(a.numpy().sum().round(4))
    print(random.random(), np.random.rand())
