"""Keeps the best weights and puts them back; a rate halved on a plateau."""

import keras
import numpy as np

import bml

x = np.linspace(-1, 1, 16, dtype="float32").reshape(8, 2)
y = (x[:, 0] * 2 - x[:, 1]).astype("float32")
val = (x[::3], y[::3])
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, kernel_initializer="zeros")])
model.compile(optimizer=keras.optimizers.SGD(0.9), loss="mse")


@bml.script
def train(epochs: int = 5, patience: int = 2):
    best_loss, best_weights, wait = float("inf"), None, 0
    for epoch in range(epochs):
        model.fit(x, y, batch_size=4, epochs=1, shuffle=False, verbose=0)
        val_loss = model.evaluate(val[0], val[1], verbose=0)
        lr = float(model.optimizer.learning_rate)
        print(f"epoch {epoch}: val_loss={val_loss:.4f} lr={lr:.4f}")
        if val_loss < best_loss:
            best_loss = val_loss
            best_weights = model.get_weights()
            wait = 0
        else:
            wait += 1
            if wait >= patience:
                model.optimizer.learning_rate = lr * 0.5
                wait = 0
    if best_weights is not None:
        model.set_weights(best_weights)
    print(f"{model.evaluate(*val, verbose=0):.4f}", f"{best_loss:.4f}")
