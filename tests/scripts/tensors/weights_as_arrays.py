"""Weights that a script reads as arrays, changes and gives back."""

import bml
from bml import layers

model = bml.Sequential([bml.Input((2,)), layers.Dense(2)])


@bml.script
def read_set_and_given_back():
    print(model.weights[1].numpy().sum(), float(bml.ops.sum(model.get_weights()[1])))
    a = model.weights[0].numpy()
    a[0, 0] = 3.0
    model.set_weights([a, model.weights[1].numpy()])
    print(model.weights[0].numpy()[0, 0])
