"""Three models in a list; predictions averaged; votes counted."""

import keras
import numpy as np

import bml

x = np.linspace(-1, 1, 12, dtype="float32").reshape(6, 2)
y = np.array([0, 0, 0, 1, 1, 1])


def make_model(units):
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(units, activation="tanh", kernel_initializer="ones"),
            keras.layers.Dense(2, activation="softmax", kernel_initializer="zeros"),
        ]
    )
    model.compile(optimizer=keras.optimizers.Adam(0.05), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


models = [make_model(units) for units in (1, 2, 3)]


@bml.script
def train():
    for i, model in enumerate(models):
        history = model.fit(x, y, epochs=4, batch_size=3, shuffle=False, verbose=0)
        print("model", i, "final loss %.4f" % history.history["loss"][-1])
    preds = [model.predict(x, verbose=0) for model in models]
    average = np.mean(preds, axis=0)
    labels = np.argmax(average, axis=1)
    accuracy = (labels == y).mean()
    votes = np.array([np.argmax(p, axis=1) for p in preds])
    print(labels, accuracy, votes.sum(axis=0), average.shape)
