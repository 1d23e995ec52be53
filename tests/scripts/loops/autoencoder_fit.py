"""Rounds of fit with the history collected in lists of one's own."""

import keras
import numpy as np

import bml

x = np.eye(6, dtype="float32")
autoencoder = keras.Sequential(
    [
        keras.Input((6,)),
        keras.layers.Dense(3, activation="relu", kernel_initializer="ones"),
        keras.layers.Dense(6, activation="sigmoid"),
    ]
)
autoencoder.compile(optimizer=keras.optimizers.Adam(0.05), loss="binary_crossentropy", metrics=["mae"])
dataset = bml.Dataset.from_tensor_slices((x, x)).batch(3)


@bml.script
def train(rounds: int = 3):
    losses, maes = [], []
    for r in range(rounds):
        history = autoencoder.fit(dataset, epochs=2, verbose=0)
        losses.extend(history.history["loss"])
        maes += history.history["mae"]
        print("round", r, "loss", [round(v, 4) for v in history.history["loss"]])
    best = min(range(len(losses)), key=lambda i: losses[i])
    print("best epoch", best + 1, "of", len(losses), f"{losses[best]:.4f}", "%.4f" % maes[best])
    decoded = autoencoder.predict(x, verbose=0)
    print(decoded.shape, "%.4f" % decoded[0, 0], "%.4f" % decoded.mean())
