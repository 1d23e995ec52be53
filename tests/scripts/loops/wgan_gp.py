"""A gradient penalty: a tape in a tape."""

import keras
import numpy as np

import bml

real_rows = np.array([[0.5, 1.0], [1.0, 0.25], [0.75, 0.5]], dtype="float32")
fake_rows = np.array([[0.1, -1.0], [-0.5, 0.5], [0.0, 0.3]], dtype="float32")
critic = keras.Sequential(
    [
        keras.Input((2,)),
        keras.layers.Dense(4, activation="tanh", kernel_initializer="ones"),
        keras.layers.Dense(1, kernel_initializer="ones"),
    ]
)
optimizer = keras.optimizers.Adam(0.01)
LAMBDA = 10


@bml.function
def train_critic(real, fake):
    with bml.GradientTape() as tape:
        interpolated = 0.5 * real + 0.5 * fake
        with bml.GradientTape() as inner:
            inner.watch(interpolated)
            score = critic(interpolated, training=True)
        slopes = inner.gradient(score, interpolated)
        norm = keras.ops.sqrt(keras.ops.sum(keras.ops.square(slopes), axis=1))
        penalty = keras.ops.mean(keras.ops.square(norm - 1.0))
        loss = keras.ops.mean(critic(fake)) - keras.ops.mean(critic(real)) + LAMBDA * penalty
    grads = tape.gradient(loss, critic.trainable_variables)
    optimizer.apply_gradients(zip(grads, critic.trainable_variables))
    return loss, penalty


@bml.script
def train(iterations: int = 4):
    for iteration in range(iterations):
        loss, gp = train_critic(real_rows, fake_rows)
        print("iteration", iteration, "D_loss: %.4f gp: %.4f" % (float(loss), float(gp)))
