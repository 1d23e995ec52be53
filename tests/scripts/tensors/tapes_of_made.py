"""Tapes on models, optimizers and metrics that lines of scripts make."""

import keras
import numpy as np

import bml

x = np.sin(np.arange(48, dtype="float32")).reshape(12, 4)
y = x.sum(1, keepdims=True)
data = bml.Dataset.from_tensor_slices((x, y)).batch(4)
loss_fn = keras.losses.MeanSquaredError()


def build(units):
    return keras.Sequential(
        [
            keras.Input((4,)),
            keras.layers.Dense(units, activation="tanh", kernel_initializer="ones"),
            keras.layers.Dense(1, kernel_initializer="ones"),
        ]
    )


@bml.script
def made():
    for fold in range(2):
        net = build(3)
        adam = keras.optimizers.Adam(0.01)
        seen = keras.metrics.Mean()
        for inputs, labels in data:
            with bml.GradientTape() as tape:
                loss = loss_fn(labels, net(inputs, training=True))
            grads = tape.gradient(loss, net.trainable_variables)
            adam.apply_gradients(zip(grads, net.trainable_variables))
            seen.update_state(loss)
            print(fold, f"{float(loss):.4f}")
        print(f"{float(seen.result()):.4f}")


class Trainer:
    def __init__(self, units):
        self.net = build(units)
        self.optimizer = keras.optimizers.SGD(0.1)

    def step(self, inputs, labels):
        with bml.GradientTape() as tape:
            loss = loss_fn(labels, self.net(inputs, training=True))
        grads = tape.gradient(loss, self.net.trainable_variables)
        self.optimizer.apply_gradients(zip(grads, self.net.trainable_variables))
        return loss


@bml.script
def in_a_class():
    one = Trainer(3)
    for inputs, labels in data:
        print(f"{float(one.step(inputs, labels)):.4f}")
