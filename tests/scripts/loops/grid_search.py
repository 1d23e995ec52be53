"""A grid search: itertools.product, a model a setting, the best in a dictionary."""

import itertools

import keras
import numpy as np

import bml

x = np.linspace(-1, 1, 12, dtype="float32").reshape(6, 2)
y = x.sum(axis=1, keepdims=True)
grid = {"units": [2, 3], "lr": [0.1, 0.01]}


def build_model(units):
    return keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(units, activation="tanh", kernel_initializer="ones"),
            keras.layers.Dense(1, kernel_initializer="zeros"),
        ]
    )


@bml.script
def search():
    best_score, best_params = float("inf"), None
    results = []
    for units, lr in itertools.product(grid["units"], grid["lr"]):
        model = build_model(units)
        model.compile(optimizer=keras.optimizers.SGD(lr), loss="mse")
        model.fit(x, y, epochs=3, batch_size=3, shuffle=False, verbose=0)
        score = model.evaluate(x, y, verbose=0)
        results.append((units, lr, score))
        print(f"units={units} lr={lr} mse={score:.4f}")
        if score < best_score:
            best_score = score
            best_params = {"units": units, "lr": lr}
    print("best:", best_params, "%.4f" % best_score)
    results.sort(key=lambda r: r[2])
    print([r[:2] for r in results])
