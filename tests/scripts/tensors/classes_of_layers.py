"""`isinstance` of models and layers, which asks for classes of Keras's."""

import keras
from keras import layers

import bml

model = keras.Sequential([keras.Input((3,)), layers.Dense(4), layers.BatchNormalization(), layers.Dense(2)])
optimizer = keras.optimizers.Adam(0.1)


@bml.script
def layers_by_class():
    dense = 0
    for layer in model.layers:
        if isinstance(layer, layers.Dense):
            dense += 1
        elif isinstance(layer, (layers.Dropout, layers.BatchNormalization)):
            print("frozen")
        else:
            print("never")
    print(dense, isinstance(model, keras.Model), isinstance(model, layers.Dense), isinstance(model, list))
    print(isinstance(optimizer, keras.optimizers.Adam), isinstance(optimizer, keras.optimizers.SGD))


@bml.script
def of_those_made():
    made = keras.Sequential([keras.Input((3,)), layers.Dense(1)])
    print(isinstance(made, keras.Model), isinstance(made, keras.Sequential), isinstance(made, layers.Dense))
    best = None
    print(isinstance(best, keras.Model))
