"""Models that scripts make: each with weights of its own, which begin as in Python."""

import keras
import numpy as np
from keras import layers

import bml

xs = np.linspace(-1, 1, 32).reshape(8, 4).astype("float32")
ys = np.stack([xs.sum(1), xs.mean(1)], 1)
data = bml.Dataset.from_tensor_slices((xs, ys)).batch(4)


@bml.function
def loss(model, x, y):
    return keras.ops.mean(keras.ops.square(model(x) - y))


def build_model(units=3):
    model = keras.Sequential([keras.Input((4,)), layers.Dense(units, activation="relu"), layers.Dense(2)])
    model.compile("adam", "mse")
    return model


@bml.script
def direct():
    for k in range(3):
        model = build_model(4)
        print(k, [float(keras.ops.sum(w)) for w in model.get_weights()])
        model.fit(data, epochs=2, verbose=0)
        print(model.evaluate(data, verbose=0))
        for x, y in data:
            print(float(keras.ops.mean(model(x))))


@bml.script
def ensemble(count: int = 3):
    models = []
    for k in range(count):
        models.append(build_model())
    for model in models:
        model.fit(data, verbose=0)
    for x, y in data:
        total = 0.0
        for model in models:
            total += float(keras.ops.mean(model(x)))
        print(total)
    models[0].set_weights(models[1].get_weights())
    print(models[0].evaluate(data, verbose=0) == models[1].evaluate(data, verbose=0))


@bml.script
def mixed():
    for i in range(2):
        if i == 0:
            model = build_model(4)
        else:
            model = build_model(5)
        h = model.fit(data, epochs=2, verbose=0)
        print(h.history["loss"], model.evaluate(data, verbose=0))
        opt = keras.optimizers.Adam(0.01 * (i + 1))
        print(float(opt.learning_rate))
