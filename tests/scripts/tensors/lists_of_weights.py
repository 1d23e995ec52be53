"""Weights of several ranks in lists: filled in loops, averaged, and given back to models."""

import keras
import numpy as np

import bml


def net(seed, name):
    return keras.Sequential(
        [
            keras.Input((3,)),
            keras.layers.Dense(2, kernel_initializer=keras.initializers.RandomNormal(seed=seed)),
            keras.layers.Dense(1, kernel_initializer="ones"),
        ],
        name=name,
    )


one, two, three = net(1, "one"), net(2, "two"), net(3, "three")


@bml.script
def soft(tau: float = 0.1):
    for a, b in zip(one.weights, two.weights):
        b.assign(tau * a + (1 - tau) * b)
    new = []
    for w, t in zip(one.get_weights(), two.get_weights()):
        new.append(tau * w + (1 - tau) * t)
    two.set_weights(new)
    print([f"{float(np.sum(w)):.5f}" for w in two.get_weights()])


@bml.script
def arrays(tau: float = 0.1):
    new = []
    for w in one.get_weights():
        new.append(np.array(w) * tau)
    two.set_weights(new)
    print([f"{float(np.sum(w)):.5f}" for w in two.get_weights()])


@bml.script
def short():
    new = []
    for w in one.get_weights()[:2]:
        new.append(w * 2)
    try:
        two.set_weights(new)
    except ValueError:
        print("refused")


@bml.script
def wrong():
    new = []
    for w in one.get_weights():
        new.append(w * 2)
    new.reverse()
    try:
        two.set_weights(new)
    except ValueError:
        print("refused")


@bml.script
def federated():
    means = [m.get_weights() for m in (one, two)]
    three.set_weights([np.mean(ws, axis=0) for ws in zip(*means)])
    print([f"{float(np.sum(w)):.5f}" for w in three.get_weights()])


@bml.script
def federated2():
    means = [m.get_weights() for m in (one, two)]
    new = []
    for a, b in zip(*means):
        new.append((a + b) / 2)
    three.set_weights(new)
    print([f"{float(np.sum(w)):.5f}" for w in three.get_weights()])


@bml.script
def federated3():
    a, b = one.get_weights(), two.get_weights()
    three.set_weights([np.mean([u, v], axis=0) for u, v in zip(a, b)])
    print([f"{float(np.sum(w)):.5f}" for w in three.get_weights()])


@bml.script
def federated4():
    averaged = []
    for ws in zip(one.get_weights(), two.get_weights()):
        averaged.append(np.mean(np.array(ws), axis=0))
    three.set_weights(averaged)
    print([f"{float(np.sum(w)):.5f}" for w in three.get_weights()])


@bml.script
def of_an_ensemble():
    models = [keras.Sequential([keras.Input((3,)), keras.layers.Dense(2), keras.layers.Dense(1)]) for _ in range(3)]
    for k, weight in enumerate(three.weights):
        weight.assign(np.mean([model.get_weights()[k] for model in models], axis=0))
    print([f"{float(np.sum(w)):.4f}" for w in three.get_weights()])
