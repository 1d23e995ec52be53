"""Recurrent models that scripts make: their weights begin orthogonal, as in Python."""

import keras
import numpy as np
from keras import layers

import bml

xs = np.linspace(-1, 1, 32).reshape(8, 4, 1).astype("float32")
data = bml.Dataset.from_tensor_slices((xs, xs.sum(1))).batch(4)


def recurrent(layer, units):
    return keras.Sequential([keras.Input((4, 1)), layer(units), layers.Dense(1)])


@bml.script
def lstm():
    for k in range(2):
        model = recurrent(layers.LSTM, 3)
        kernel, recurrent_kernel = model.get_weights()[:2]
        print(k, kernel.tolist(), recurrent_kernel.tolist())
        model.compile("sgd", "mse")
        model.fit(data, epochs=2, verbose=0)
        print(model.evaluate(data, verbose=0))


@bml.script
def gru():
    model = recurrent(layers.GRU, 2)
    for x, y in data:
        print(model(x).numpy().tolist())
    tall = keras.Sequential([keras.Input((5,)), layers.Dense(2, kernel_initializer=keras.initializers.Orthogonal(2.0))])
    print(tall.get_weights()[0].tolist())
