"""Models of the file's own with a tape in `train_step`, as Keras's examples have them; `fit` trains them."""

import keras
import numpy as np
from keras import layers, ops

import bml

x = np.sin(np.arange(64, dtype="float32")).reshape(16, 4)
data = bml.Dataset.from_tensor_slices((x,)).batch(8)
keras.utils.set_random_seed(11)


class Sampling(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.seed_generator = keras.random.SeedGenerator(1337)

    def call(self, inputs):
        mean, spread = inputs
        noise = keras.random.normal(shape=(ops.shape(mean)[0], ops.shape(mean)[1]), seed=self.seed_generator)
        return mean + ops.exp(0.5 * spread) * noise


inputs = keras.Input((4,))
hidden = layers.Dense(6, activation="relu")(inputs)
z_mean, z_spread = layers.Dense(2, name="mean")(hidden), layers.Dense(2, name="spread")(hidden)
encoder = keras.Model(inputs, [z_mean, z_spread, Sampling()([z_mean, z_spread])], name="encoder")
decoder = keras.Sequential([keras.Input((2,)), layers.Dense(6, activation="relu"), layers.Dense(4)], name="decoder")


class Autoencoder(keras.Model):
    def __init__(self, encoder, decoder, **kwargs):
        super().__init__(**kwargs)
        self.encoder, self.decoder = encoder, decoder
        self.total_tracker = keras.metrics.Mean(name="total")
        self.error_tracker = keras.metrics.Mean(name="error")

    @property
    def metrics(self):
        return [self.total_tracker, self.error_tracker]

    def train_step(self, data):
        data = data[0] if isinstance(data, tuple) else data
        with bml.GradientTape() as tape:
            z_mean, z_spread, z = self.encoder(data)
            error = ops.mean(ops.sum(ops.square(data - self.decoder(z)), axis=1))
            divergence = -0.5 * (1 + z_spread - ops.square(z_mean) - ops.exp(z_spread))
            total = error + ops.mean(ops.sum(divergence, axis=1))
        grads = tape.gradient(total, self.trainable_weights)
        self.optimizer.apply_gradients(zip(grads, self.trainable_weights))
        self.total_tracker.update_state(total)
        self.error_tracker.update_state(error)
        return {"total": self.total_tracker.result(), "error": self.error_tracker.result()}


autoencoder = Autoencoder(encoder, decoder)
autoencoder.compile(optimizer=keras.optimizers.Adam(0.02))


@bml.script
def fitted():
    history = autoencoder.fit(data, epochs=3, verbose=0).history
    print([round(each, 3) for each in history["total"]], [round(each, 3) for each in history["error"]])


class Gan(keras.Model):
    def __init__(self, discriminator, generator, size):
        super().__init__()
        self.discriminator, self.generator, self.size = discriminator, generator, size
        self.seeds = keras.random.SeedGenerator(5)

    def compile(self, d_optimizer, g_optimizer, loss_fn):
        super().compile()
        self.d_optimizer, self.g_optimizer, self.loss_fn = d_optimizer, g_optimizer, loss_fn

    def train_step(self, real):
        real = real[0] if isinstance(real, tuple) else real
        count = ops.shape(real)[0]
        made = self.generator(keras.random.normal((count, self.size), seed=self.seeds))
        both = ops.concatenate([made, real], axis=0)
        labels = ops.concatenate([ops.ones((count, 1)), ops.zeros((count, 1))], axis=0)
        with bml.GradientTape() as tape:
            d_loss = self.loss_fn(labels, self.discriminator(both))
        grads = tape.gradient(d_loss, self.discriminator.trainable_weights)
        self.d_optimizer.apply_gradients(zip(grads, self.discriminator.trainable_weights))
        noise = keras.random.normal((count, self.size), seed=self.seeds)
        with bml.GradientTape() as tape:
            g_loss = self.loss_fn(ops.zeros((count, 1)), self.discriminator(self.generator(noise)))
        grads = tape.gradient(g_loss, self.generator.trainable_weights)
        self.g_optimizer.apply_gradients(zip(grads, self.generator.trainable_weights))
        return {"d_loss": d_loss, "g_loss": g_loss}


gan = Gan(
    keras.Sequential([keras.Input((4,)), layers.Dense(5, activation="tanh"), layers.Dense(1)]),
    keras.Sequential([keras.Input((3,)), layers.Dense(4)]),
    3,
)
gan.compile(
    d_optimizer=keras.optimizers.Adam(0.01),
    g_optimizer=keras.optimizers.Adam(0.01),
    loss_fn=keras.losses.BinaryCrossentropy(from_logits=True),
)


@bml.script
def of_two_models():
    history = gan.fit(data, epochs=2, verbose=0).history
    print([round(each, 3) for each in history["d_loss"]], [round(each, 3) for each in history["g_loss"]])


@bml.script
def in_a_loop():
    optimizer = keras.optimizers.SGD(0.01)
    for (batch,) in data:
        with bml.GradientTape() as tape:
            mean, spread, z = encoder(batch)
            loss = ops.mean(ops.square(batch - decoder(z))) + 0.0 * ops.sum(mean) + 0.0 * ops.sum(spread)
        variables = encoder.trainable_weights + decoder.trainable_weights
        optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
        print(f"{float(loss):.4f}", z.shape)
