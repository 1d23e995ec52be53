"""A variational autoencoder with a tape: reparameterization, KL annealing, a walk through the latent space."""

import keras
import numpy as np
from keras import layers, ops

import bml

LATENT = 2
rng = np.random.default_rng(17)
angles = rng.uniform(0, 2 * np.pi, size=64)
curve = np.stack([np.cos(angles), np.sin(angles), np.cos(2 * angles), np.sin(2 * angles)], axis=1)
data = bml.Dataset.from_tensor_slices(curve.astype("float32"))


def init(seed):
    return keras.initializers.GlorotNormal(seed=seed)


inputs = keras.Input((4,))
hidden = layers.Dense(12, activation="relu", kernel_initializer=init(1))(inputs)
z_mean = layers.Dense(LATENT, name="z_mean", kernel_initializer=init(2))(hidden)
z_log_var = layers.Dense(LATENT, name="z_log_var", kernel_initializer=init(3))(hidden)
encoder = keras.Model(inputs, [z_mean, z_log_var], name="encoder")

decoder = keras.Sequential(
    [
        keras.Input((LATENT,)),
        layers.Dense(12, activation="relu", kernel_initializer=init(4)),
        layers.Dense(4, kernel_initializer=init(5)),
    ],
    name="decoder",
)
optimizer = keras.optimizers.Adam(0.01)
total_tracker = keras.metrics.Mean(name="total")
reconstruction_tracker = keras.metrics.Mean(name="reconstruction")
kl_tracker = keras.metrics.Mean(name="kl")
trackers = [total_tracker, reconstruction_tracker, kl_tracker]


def train_step(batch, epsilon, kl_weight):
    variables = encoder.trainable_variables + decoder.trainable_variables
    with bml.GradientTape() as tape:
        mean, log_var = encoder(batch, training=True)
        z = mean + ops.exp(0.5 * log_var) * epsilon
        reconstruction = decoder(z, training=True)
        reconstruction_loss = ops.mean(ops.sum(ops.square(batch - reconstruction), axis=1))
        kl = -0.5 * ops.mean(ops.sum(1 + log_var - ops.square(mean) - ops.exp(log_var), axis=1))
        total = reconstruction_loss + kl_weight * kl
    gradients = tape.gradient(total, variables)
    optimizer.apply_gradients(zip(gradients, variables))
    total_tracker.update_state(total)
    reconstruction_tracker.update_state(reconstruction_loss)
    kl_tracker.update_state(kl)


@bml.script
def train(epochs: int = 5, batch_size: int = 16):
    np.random.seed(8)
    history = []
    for epoch in range(epochs):
        kl_weight = min(1.0, (epoch + 1) / 4) * 0.1
        for batch in data.batch(batch_size):
            epsilon = np.random.normal(size=(len(batch), LATENT)).astype("float32")
            train_step(batch, epsilon, kl_weight)
        results = [float(tracker.result()) for tracker in trackers]
        for tracker in trackers:
            tracker.reset_state()
        history.append(results[0])
        total, reconstruction, kl = results
        print(f"epoch {epoch + 1}: total {total:.4f} reconstruction {reconstruction:.4f} kl {kl:.4f} w {kl_weight:.3f}")
    grid = np.linspace(-1.5, 1.5, 3)
    for row in grid:
        line = []
        for column in grid:
            point = decoder(np.array([[row, column]], dtype="float32")).numpy()[0]
            line.append(f"{point[0]:+.2f}/{point[1]:+.2f}")
        print(" ".join(line))
    return history
