"""Averages of weights, kept in a list that is empty before the first step."""

import bml
from bml import layers, ops

model = bml.Sequential([bml.Input((2,)), layers.Dense(3, "tanh"), layers.Dense(1)])


class Averages:
    def __init__(self):
        self.values = []

    def step(self, weights, share):
        if not self.values:
            self.values = [w * 1.0 for w in weights]
        else:
            self.values = [share * a + (1 - share) * b for a, b in zip(self.values, weights)]


class Sums:
    def __init__(self, share):
        self.values = []
        self.share = share

    def step(self, weights):
        share = self.share
        if not self.values:
            self.values = [w * 1.0 for w in weights]
        self.values = [share * a + b for a, b in zip(self.values, weights)]


@bml.script
def sums():
    found = Sums(0.5)
    for _ in range(3):
        found.step(model.trainable_variables)
    print([round(float(ops.sum(v)), 4) for v in found.values])


@bml.script
def in_an_object():
    averages = Averages()
    for _ in range(3):
        averages.step(model.trainable_variables, 0.5)
        model.trainable_variables[0].assign_add([[1.0, 2.0, 3.0], [0.0, 1.0, 0.0]])
    print([round(float(ops.sum(v)), 4) for v in averages.values])


@bml.script
def in_a_list():
    values = []
    for _ in range(3):
        if not values:
            values = [w * 1.0 for w in model.trainable_variables]
        values = [0.5 * a + b for a, b in zip(values, model.trainable_variables)]
    print([round(float(ops.sum(v)), 4) for v in values])
