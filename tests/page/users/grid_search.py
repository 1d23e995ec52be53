"""Grid search over units and learning rates: a table of results, the best setting trained again."""

import itertools
from dataclasses import dataclass

import keras
import numpy as np
from keras import layers

import bml

t = np.linspace(-2, 2, 60, dtype="float32").reshape(-1, 1)
target = np.sin(2 * t) + 0.5 * t
train_x, train_y = t[::2], target[::2]
valid_x, valid_y = t[1::2], target[1::2]


@dataclass
class Result:
    units: int
    rate: float
    loss: float
    val_loss: float

    def row(self):
        return f"{self.units:>5} | {self.rate:>6g} | {self.loss:8.4f} | {self.val_loss:8.4f}"


def build(units):
    model = keras.Sequential(
        [
            keras.Input((1,)),
            layers.Dense(
                units, activation="tanh", kernel_initializer=keras.initializers.RandomNormal(0.0, 1.0, seed=3)
            ),
            layers.Dense(1, kernel_initializer=keras.initializers.RandomNormal(0.0, 0.5, seed=4)),
        ]
    )
    model.compile(optimizer="adam", loss="mse")
    return model


def evaluate_setting(units, rate, epochs):
    model = build(units)
    model.optimizer.learning_rate = rate
    history = model.fit(train_x, train_y, epochs=epochs, batch_size=10, shuffle=False, verbose=0)
    val_loss = model.evaluate(valid_x, valid_y, verbose=0)
    return Result(units, rate, history.history["loss"][-1], val_loss)


@bml.script
def search(epochs: int = 6):
    grid = {"units": [4, 8], "rate": [0.003, 0.01, 0.03]}
    results = []
    print("units |   rate |     loss | val_loss")
    for units, rate in itertools.product(grid["units"], grid["rate"]):
        result = evaluate_setting(units, rate, epochs)
        results.append(result)
        print(result.row())
    results.sort(key=lambda r: r.val_loss)
    best = results[0]
    print(f"best: units={best.units}, rate={best.rate}")
    by_units = {}
    for r in results:
        by_units.setdefault(r.units, []).append(r.val_loss)
    for units, losses in sorted(by_units.items()):
        print(units, "mean", round(sum(losses) / len(losses), 4))
    return best.val_loss
