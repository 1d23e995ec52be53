"""Early stopping by hand: validation after each epoch, patience, the best weights put back at the end."""

import argparse

import keras
import numpy as np
from keras import layers

import bml

parser = argparse.ArgumentParser()
parser.add_argument("--epochs", type=int, default=25)
parser.add_argument("--patience", type=int, default=3)
parser.add_argument("--min-delta", type=float, default=0.002)
parser.add_argument("--lr", type=float, default=0.08)
args = parser.parse_args()

rng = np.random.default_rng(2)
x = rng.normal(size=(40, 5)).astype("float32")
noise = rng.normal(scale=0.8, size=40)
y = (x[:, 0] - x[:, 1] + noise > 0).astype("float32").reshape(-1, 1)
x_train, y_train, x_val, y_val = x[:28], y[:28], x[28:], y[28:]
train_ds = bml.Dataset.from_tensor_slices((x_train, y_train))
val_ds = bml.Dataset.from_tensor_slices((x_val, y_val))

model = keras.Sequential(
    [
        keras.Input((5,)),
        layers.Dense(16, activation="relu", kernel_initializer=keras.initializers.HeNormal(seed=0)),
        layers.Dense(1, kernel_initializer=keras.initializers.GlorotUniform(seed=0)),
    ]
)
bce = keras.losses.BinaryCrossentropy(from_logits=True)


@bml.function
def loss_of(inputs, targets):
    return bce(targets, model(inputs, training=True))


def validate():
    total, count = 0.0, 0
    for inputs, targets in val_ds.batch(6):
        total += loss_of(inputs, targets).item() * len(inputs)
        count += len(inputs)
    return total / count


@bml.script
def train():
    optimizer = keras.optimizers.Adam(args.lr)
    step = bml.value_and_grad(loss_of)
    best_loss, best_epoch, best_weights = float("inf"), -1, None
    wait = 0
    for epoch in range(args.epochs):
        for inputs, targets in train_ds.batch(7):
            value, gradients = step(inputs, targets)
            optimizer.apply(gradients, model.trainable_variables)
        val_loss = validate()
        improved = val_loss < best_loss - args.min_delta
        print(f"epoch {epoch + 1}/{args.epochs} loss={float(value):.4f} val={val_loss:.4f}{' *' if improved else ''}")
        if improved:
            best_loss, best_epoch, wait = val_loss, epoch, 0
            best_weights = model.get_weights()
        else:
            wait += 1
            if wait >= args.patience:
                print(f"no progress for {wait} epochs")
                break
    else:
        print("all epochs done")
    if best_weights is not None:
        model.set_weights(best_weights)
    print(f"back to epoch {best_epoch + 1}: {validate():.4f}")
    return best_epoch, round(best_loss, 4)
