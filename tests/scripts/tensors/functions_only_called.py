"""Functions that are only called hold nothing until the script ends."""

import keras
import numpy as np

import bml

x = np.array([1.0, 2.0], dtype="float32")


def _applied(function, times):
    total = 0.0
    for k in range(times):
        total += function(k)
    return total


def _scores(w):
    big = keras.ops.square(w)

    def score(k):
        return float(keras.ops.sum(big * k))

    return _applied(score, 2) + sum([score(k) for k in [1, 2]])


def _made(w):
    big = keras.ops.square(w)
    return lambda k: float(keras.ops.sum(big * k))


def _stored(w, functions):
    big = keras.ops.square(w)
    functions.append(lambda k: float(keras.ops.sum(big * k)))


@bml.script
def only_called():
    for k in range(12):
        print(_scores(keras.ops.convert_to_tensor(x) + k))


@bml.script
def given_back():
    print([_made(keras.ops.convert_to_tensor(x) + k)(2) for k in range(3)])


@bml.script
def in_a_list():
    functions = []
    for k in range(3):
        _stored(keras.ops.convert_to_tensor(x) + k, functions)
    print([f(1) for f in functions])
