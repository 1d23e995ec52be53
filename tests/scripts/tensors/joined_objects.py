"""Loops over lists that join objects of the file: written out, a step each."""

import keras
import numpy as np

import bml

a = keras.metrics.Mean(name="a")
b = keras.metrics.Mean(name="b")
others = [b]
none = []
x = np.arange(4, dtype="float32")


def show(first, more=None):
    print(" ".join([f"{m.name} {float(m.result()):.3f}" for m in [first] + (more or [])]))


@bml.script
def train():
    for m in [a, b]:
        m.update_state(2.0)
    show(a, others)
    show(a)
    for k, m in enumerate([a] + others):
        m.reset_state()
        m(float(k))
    show(b, [a])
    for m in [a] + others:
        m.update_state(1.0)
        print(m.name, float(m.result()))
