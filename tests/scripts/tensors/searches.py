"""Searches, folds, clones and target networks: models that scripts make with what is known when they are built."""

import keras
import numpy as np
from keras import layers

import bml

xs = np.linspace(-1, 1, 32).reshape(8, 4).astype("float32")
ys = np.stack([xs.sum(1), xs.mean(1)], 1)
data = bml.Dataset.from_tensor_slices((xs, ys)).batch(4)


def build_model(units):
    return keras.Sequential([keras.Input((4,)), layers.Dense(units, activation="relu"), layers.Dense(2)])


@bml.script
def search(epochs: int = 2):
    best, best_loss = None, float("inf")
    for units in (4, 8):
        model = build_model(units)
        model.compile("adam", "mse")
        history = model.fit(data, epochs=epochs, verbose=0)
        loss = model.evaluate(data, verbose=0)
        print(history.history["loss"], loss)
        if loss < best_loss:
            best, best_loss = units, loss
    print(best, best_loss)


@bml.script
def folds(k: int = 3):
    scores = []
    for fold in range(k):
        model = build_model(4)
        optimizer = keras.optimizers.Adam(0.01 * (fold + 1))
        model.compile(optimizer=optimizer, loss=keras.losses.MeanSquaredError(), metrics=["mae"])
        train = data.take(2 - fold % 2)
        model.fit(train, epochs=2, verbose=0, validation_data=data)
        scores.append(model.evaluate(data, verbose=0))
        print(fold, scores[-1], model.count_params())
    print(len(scores))


@bml.script
def clones():
    model = build_model(4)
    model.compile("sgd", "mse")
    other = keras.models.clone_model(model)
    other.set_weights(model.get_weights())
    print([float(keras.ops.sum(w)) for w in other.get_weights()])
    model.fit(data, verbose=0)
    print([float(keras.ops.sum(w)) for w in other.get_weights()])
    print([float(keras.ops.sum(w)) for w in model.trainable_variables])
    for a, b in zip(other.trainable_variables, model.trainable_variables):
        a.assign(0.5 * a + 0.5 * b)
    print([float(keras.ops.sum(w)) for w in other.get_weights()])
    print(len(model.layers), model.layers[0].units)


class DQN:
    def __init__(self):
        self.model = build_model(6)
        self.target = build_model(6)
        self.optimizer = keras.optimizers.Adam(0.01)
        self.model.compile(self.optimizer, "mse")
        self.sync()

    def sync(self):
        self.target.set_weights(self.model.get_weights())

    def train(self):
        for x, y in data:
            loss = float(keras.ops.mean(keras.ops.square(self.target(x) - self.model(x))))
            print(loss)
        self.model.fit(data, verbose=0)


@bml.script
def dqn():
    agent = DQN()
    for k in range(3):
        agent.train()
        if k == 1:
            agent.sync()


@bml.script
def names_used_again():
    """A name that a later loop sets to something else."""
    results = {}
    for units in (2, 3):
        for rate in [0.01, 0.1]:
            model = build_model(units)
            results[units, rate] = model.count_params()
    for (units, rate), count in sorted(results.items(), key=lambda item: -item[1]):
        print(units, rate, count)
    while units < 4:
        units += 1
    print(units)
