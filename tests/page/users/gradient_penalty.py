"""WGAN-GP in a class: several critic steps for one of the generator, a tape in a tape for the penalty."""

import keras
import numpy as np
from keras import layers, ops

import bml

LATENT_DIM, BATCH = 2, 16
np.random.seed(1)
samples = np.random.uniform(-0.5, 0.5, size=(BATCH * 4, 2)).astype("float32") + np.float32(1.0)
dataset = bml.Dataset.from_tensor_slices(samples)


def make_net(inputs, outputs, seed):
    return keras.Sequential(
        [
            keras.Input((inputs,)),
            layers.Dense(8, activation="tanh", kernel_initializer=keras.initializers.GlorotUniform(seed=seed)),
            layers.Dense(outputs, kernel_initializer=keras.initializers.GlorotUniform(seed=seed + 1)),
        ]
    )


class WGAN:
    critic_steps = 2
    gp_weight = 10.0

    def __init__(self):
        self.critic = make_net(2, 1, 10)
        self.generator = make_net(LATENT_DIM, 2, 20)
        self.critic_optimizer = keras.optimizers.RMSprop(0.01)
        self.generator_optimizer = keras.optimizers.RMSprop(0.01)

    def latent(self, count):
        return np.random.randn(count, LATENT_DIM).astype("float32")

    def train_critic(self, real):
        noise = self.latent(BATCH)
        shares = np.random.rand(BATCH).astype("float32")
        with bml.GradientTape() as tape:
            fake = self.generator(noise)
            mix = ops.expand_dims(shares, -1)
            between = mix * real + (1.0 - mix) * fake
            with bml.GradientTape() as penalty_tape:
                penalty_tape.watch(between)
                scores = self.critic(between)
            slopes = penalty_tape.gradient(scores, between)
            norm = ops.sqrt(ops.sum(ops.square(slopes), axis=1) + 1e-12)
            penalty = ops.mean(ops.square(norm - 1.0))
            wasserstein = ops.mean(self.critic(fake)) - ops.mean(self.critic(real))
            loss = wasserstein + self.gp_weight * penalty
        gradients = tape.gradient(loss, self.critic.trainable_variables)
        self.critic_optimizer.apply_gradients(zip(gradients, self.critic.trainable_variables))
        return float(wasserstein), float(penalty)

    def train_generator(self):
        noise = self.latent(BATCH)
        with bml.GradientTape() as tape:
            loss = -ops.mean(self.critic(self.generator(noise)))
        gradients = tape.gradient(loss, self.generator.trainable_variables)
        self.generator_optimizer.apply_gradients(zip(gradients, self.generator.trainable_variables))
        return float(loss)


@bml.script
def train(epochs: int = 3):
    np.random.seed(12)
    wgan = WGAN()
    for epoch in range(epochs):
        distances, penalties, losses = [], [], []
        for real in dataset.batch(BATCH):
            for _ in range(wgan.critic_steps):
                distance, penalty = wgan.train_critic(real)
                distances.append(distance)
                penalties.append(penalty)
            losses.append(wgan.train_generator())
        print(
            f"epoch {epoch}: critic {np.mean(distances):.4f} penalty {np.mean(penalties):.4f} "
            f"generator {np.mean(losses):.4f}"
        )
    made = wgan.generator(wgan.latent(8)).numpy()
    print("made", made.shape, "mean", np.round(made.mean(axis=0), 3))
