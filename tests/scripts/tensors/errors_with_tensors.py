"""Exceptions of the file that hold tensors: caught, thrown again, never caught."""

import keras
import numpy as np

import bml

x = np.array([1.0, 2.0], dtype="float32")


class Diverged(Exception):
    def __init__(self, step, loss, values=()):
        super().__init__(f"diverged at {step}")
        self.step = step
        self.loss = loss
        self.values = values


def _step(k):
    t = keras.ops.square(x) * k
    if k == 3:
        raise Diverged(k, t, [t + 1.0, t])
    return t


@bml.script
def caught():
    for round_ in range(2):
        try:
            for k in range(5):
                print(float(keras.ops.sum(_step(k))))
        except Diverged as e:
            print(e, e.step, float(keras.ops.sum(e.loss)), len(e.values), float(keras.ops.sum(e.values[0])))
    print("done")


@bml.script
def thrown_again():
    best = keras.ops.square(x)
    try:
        try:
            best = _step(3)
        except Diverged as e:
            best = e.loss
            raise
        finally:
            print("finally")
    except Diverged as e:
        print(float(keras.ops.sum(best)), float(keras.ops.sum(e.loss)))


@bml.script
def kept_by_name():
    last = None
    for k in range(4):
        try:
            _step(k)
        except Diverged as e:
            last = e.loss
    if last is not None:
        print(float(keras.ops.sum(last)))


@bml.script
def never_caught():
    print(float(keras.ops.sum(_step(3))))
