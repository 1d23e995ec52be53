"""Tensors and weights that may be None, given to what computes on the device: TensorFlow's and Keras's exceptions."""

import keras
from keras import layers, ops

import bml

model = keras.Sequential([keras.Input((2,)), layers.Dense(1, kernel_initializer="ones")])


class Best:
    def __init__(self):
        self.weights = None


@bml.script
def the_best_weights():
    best = Best()
    for k in range(2):
        try:
            model.set_weights(best.weights)
        except TypeError as error:
            print(error)
        print([float(ops.sum(w)) for w in model.get_weights()])
        best.weights = [w + 1.0 for w in model.get_weights()]


@bml.script
def operands_of_none():
    total = None
    for k in range(3):
        x = ops.ones((2,)) * k
        try:
            total = total + x
        except ValueError as error:
            print(error)
            total = x
    slots = [None, total]
    for slot in slots:
        try:
            print(float(ops.sum(slot)), float((2.0 * slot)[0]))
        except ValueError as error:
            print(error)
        except TypeError as error:
            print("type", error)
    return total


class Accumulator:
    def __init__(self):
        self.gradients = None
        self.optimizer = keras.optimizers.SGD(0.1)

    def add(self, x, y):
        with bml.GradientTape() as tape:
            loss = ops.mean(ops.square(model(x) - y))
        gradients = tape.gradient(loss, model.trainable_variables)
        if self.gradients is None:
            self.gradients = gradients
        else:
            self.gradients = [a + b for a, b in zip(self.gradients, gradients)]

    def apply(self):
        self.optimizer.apply_gradients(zip(self.gradients, model.trainable_variables))
        self.gradients = None


accumulator = Accumulator()


@bml.script
def gradients_of_none():
    for k in range(4):
        accumulator.add(ops.ones((2, 2)) * k, ops.ones((2, 1)))
        if k % 2:
            accumulator.apply()
    try:
        accumulator.apply()
    except TypeError as error:
        print(error)
    print([float(ops.sum(w)) for w in model.get_weights()])
