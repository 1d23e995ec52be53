"""Training by hand of models that differ from step to step, or from call to call: each has an optimizer of its own."""

import numpy as np

import bml
from bml import layers

xs = np.linspace(-1, 1, 24).reshape(12, 2).astype("float32")
ys = (xs.sum(axis=1) > 0).astype("int32")
data = bml.Dataset.from_arrays(xs, ys)
ce = bml.losses.SparseCategoricalCrossentropy(from_logits=True)
one = bml.Sequential([bml.Input((2,)), layers.Dense(2, kernel_initializer="ones")])
other = bml.Sequential([bml.Input((2,)), layers.Dense(3, kernel_initializer="ones"), layers.Dense(2)])


def make(units):
    return bml.Sequential([bml.Input((2,)), layers.Dense(units, "relu"), layers.Dense(2)])


def step(m, opt, x, y):
    with bml.GradientTape() as tape:
        loss = ce(y, m(x))
    g = tape.gradient(loss, m.trainable_variables)
    opt.apply_gradients(zip(g, m.trainable_variables))
    return loss


def train(m, n):
    opt = bml.optimizers.SGD(0.1, momentum=0.9)
    loss = 0.0
    for _ in range(n):
        for x, y in data.batch(4):
            loss = step(m, opt, x, y)
    return float(loss)


@bml.script
def over_constants():
    for u in (2, 4):
        m = make(u)
        opt = bml.optimizers.Adam(0.1)
        loss = 0.0
        for x, y in data.batch(4):
            with bml.GradientTape() as tape:
                loss = ce(y, m(x))
            g = tape.gradient(loss, m.trainable_variables)
            opt.apply_gradients(zip(g, m.trainable_variables))
        print(u, round(float(loss), 4))


@bml.script
def by_a_helper():
    print([round(train(m, 2), 4) for m in (make(3), make(4))])
    a = make(3)
    b = make(4)
    print(round(train(a, 1), 4), round(train(b, 1), 4))
    best = a
    for m in (a, b):
        print(round(train(m, 1), 4))
        best = m
    print(round(train(best, 1), 4))


@bml.script
def in_pairs():
    for name, m, rate in (("small", make(2), 0.1), ("large", make(5), 0.2)):
        opt = bml.optimizers.SGD(rate)
        for x, y in data.batch(4):
            loss = step(m, opt, x, y)
        print(name, round(float(loss), 4))


@bml.script
def over_sizes():
    for u in [2, 4]:
        print(u, round(train(make(u), 1), 4))
    for u in (3, 5):
        m = make(u)
        print(u, round(train(m, 1), 4))


@bml.script
def of_the_file():
    print(round(train(one, 1), 4), round(train(other, 1), 4))


@bml.script
def twice_each():
    losses = {}
    for u in (2, 3):
        for fold in range(2):
            losses[f"{u} {fold}"] = round(train(make(u), 1), 4)
    print(losses)
