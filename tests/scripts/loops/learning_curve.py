"""Trains on growing parts of the data and prints a table."""

import keras
import numpy as np

import bml

X = np.linspace(-1, 1, 24, dtype="float32").reshape(12, 2)
Y = (X[:, 0] > 0).astype("float32")
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, activation="sigmoid", kernel_initializer="zeros")])
model.compile(optimizer=keras.optimizers.SGD(0.5), loss="binary_crossentropy", metrics=["accuracy"])


@bml.script
def curve():
    initial = model.get_weights()
    rows = []
    for fraction in [0.25, 0.5, 1.0]:
        model.set_weights(initial)
        count = int(len(X) * fraction)
        model.fit(X[:count], Y[:count], epochs=3, batch_size=3, shuffle=False, verbose=0)
        results = model.evaluate(X, Y, verbose=0, return_dict=True)
        rows.append((fraction, count, results["loss"], results["accuracy"]))
    print("| fraction | count | loss | accuracy |")
    for row in rows:
        print("| %.2f | %d | %.4f | %.3f |" % row)
    print("*" * 20)
