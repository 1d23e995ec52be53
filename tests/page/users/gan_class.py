"""A GAN in a class: two networks, two optimizers, a train_step with tapes, samples summed up after each epoch."""

import keras
import numpy as np
from keras import layers, ops

import bml

LATENT = 3
rng = np.random.default_rng(0)
real = (rng.normal(size=(64, 2)) * [0.3, 0.1] + [1.0, -0.5]).astype("float32")
dataset = bml.Dataset.from_tensor_slices(real)


def dense(units, seed, activation=None):
    return layers.Dense(units, activation=activation, kernel_initializer=keras.initializers.GlorotNormal(seed=seed))


generator = keras.Sequential([keras.Input((LATENT,)), dense(8, 1), layers.LeakyReLU(0.2), dense(2, 2)])
discriminator = keras.Sequential([keras.Input((2,)), dense(8, 3), layers.LeakyReLU(0.2), dense(1, 4)])


class GAN:
    def __init__(self, generator, discriminator, latent_dim, rate=0.01):
        self.generator = generator
        self.discriminator = discriminator
        self.latent_dim = latent_dim
        self.g_optimizer = keras.optimizers.Adam(rate, beta_1=0.5)
        self.d_optimizer = keras.optimizers.Adam(rate, beta_1=0.5)
        self.bce = keras.losses.BinaryCrossentropy(from_logits=True)
        self.history = {"g": [], "d": []}

    def noise(self, count):
        return np.random.normal(size=(count, self.latent_dim)).astype("float32")

    def discriminator_loss(self, real_logits, fake_logits):
        real_loss = self.bce(ops.ones_like(real_logits) * 0.9, real_logits)
        fake_loss = self.bce(ops.zeros_like(fake_logits), fake_logits)
        return real_loss + fake_loss

    def train_step(self, images):
        noise = self.noise(len(images))
        with bml.GradientTape() as d_tape:
            fake = self.generator(noise, training=True)
            d_loss = self.discriminator_loss(
                self.discriminator(images, training=True), self.discriminator(fake, training=True)
            )
        gradients = d_tape.gradient(d_loss, self.discriminator.trainable_variables)
        self.d_optimizer.apply_gradients(zip(gradients, self.discriminator.trainable_variables))

        noise = self.noise(len(images))
        with bml.GradientTape() as g_tape:
            logits = self.discriminator(self.generator(noise, training=True), training=True)
            g_loss = self.bce(ops.ones_like(logits), logits)
        gradients = g_tape.gradient(g_loss, self.generator.trainable_variables)
        self.g_optimizer.apply_gradients(zip(gradients, self.generator.trainable_variables))
        return float(g_loss), float(d_loss)

    def fit(self, data, epochs, batch_size):
        for epoch in range(epochs):
            g_total = d_total = 0.0
            steps = 0
            for images in data.batch(batch_size, drop_remainder=True):
                g_loss, d_loss = self.train_step(images)
                g_total += g_loss
                d_total += d_loss
                steps += 1
            self.history["g"].append(g_total / steps)
            self.history["d"].append(d_total / steps)
            self.report(epoch)

    def report(self, epoch):
        samples = self.generator(self.noise(16)).numpy()
        center, spread = samples.mean(axis=0), samples.std(axis=0)
        print(
            f"epoch {epoch + 1}: g {self.history['g'][-1]:.3f} d {self.history['d'][-1]:.3f} "
            f"center ({center[0]:.2f}, {center[1]:.2f}) spread ({spread[0]:.2f}, {spread[1]:.2f})"
        )


@bml.script
def train(epochs: int = 5, batch_size: int = 16):
    np.random.seed(42)
    gan = GAN(generator, discriminator, LATENT)
    gan.fit(dataset, epochs, batch_size)
    best = int(np.argmin(gan.history["g"]))
    print("lowest generator loss in epoch", best + 1)
    return gan.history["g"][best]
