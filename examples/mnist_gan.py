"""Handwritten digits out of noise: a generator and a discriminator, each with an optimizer of its own."""

import bml
from bml import layers

digits, _ = bml.datasets.mnist()

NOISE = 32

generator = bml.Sequential([
    bml.Input((NOISE,)),
    layers.Dense(7 * 7 * 16),
    layers.BatchNormalization(),
    layers.LeakyReLU(0.2),
    layers.Reshape((7, 7, 16)),
    layers.Conv2DTranspose(16, 4, strides=2, padding="same"),
    layers.BatchNormalization(),
    layers.LeakyReLU(0.2),
    layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="sigmoid"),
])

discriminator = bml.Sequential([
    bml.Input((28, 28, 1)),
    layers.Conv2D(16, 4, strides=2, padding="same"),
    layers.LeakyReLU(0.2),
    layers.Conv2D(32, 4, strides=2, padding="same"),
    layers.LeakyReLU(0.2),
    layers.Flatten(),
    layers.Dense(1),
])

cross_entropy = bml.losses.BinaryCrossentropy(from_logits=True)
generator_optimizer = bml.optimizers.Adam(1e-3, beta_1=0.5)
discriminator_optimizer = bml.optimizers.Adam(5e-4, beta_1=0.5)


@bml.function
def prepare(image, label):
    return image / 255.0


@bml.function
def sample_noise(images):
    return bml.random.normal((bml.ops.shape(images)[0], NOISE))


@bml.function
def discriminator_loss(real, noise):
    fake = generator(noise, training=True)
    on_real, on_fake = discriminator(real, training=True), discriminator(fake, training=True)
    return cross_entropy(0.9 * bml.ops.ones_like(on_real), on_real) + cross_entropy(
        bml.ops.zeros_like(on_fake), on_fake
    )


@bml.function
def generator_loss(noise):
    on_fake = discriminator(generator(noise, training=True), training=True)
    return cross_entropy(bml.ops.ones_like(on_fake), on_fake)


@bml.script
def train(steps: int = 600, batch_size: int = 64, log_every: int = 10):
    of_discriminator = bml.value_and_grad(discriminator_loss, variables=discriminator.trainable_variables)
    of_generator = bml.value_and_grad(generator_loss, variables=generator.trainable_variables)
    step = 0
    while step < steps:
        for real in digits.map(prepare).shuffle(seed=1).batch(batch_size, drop_remainder=True):
            noise = sample_noise(real)
            d_loss, gradients = of_discriminator(real, noise)
            discriminator_optimizer.apply(gradients, discriminator.trainable_variables)
            g_loss, gradients = of_generator(noise)
            generator_optimizer.apply(gradients, generator.trainable_variables)
            step += 1
            bml.progress(step, steps)
            if step % log_every == 0:
                bml.log(step=step, discriminator=d_loss, generator=g_loss)
            if step == steps:
                break


@bml.function
def generate() -> bml.Image(112, 112, 1):
    """Sixteen digits, out of the same noise at any time."""
    images = generator(bml.random.normal((16, NOISE), seed=1))
    rows = bml.ops.transpose(bml.ops.reshape(images, (4, 4, 28, 28)), (0, 2, 1, 3))
    return bml.ops.reshape(rows, (112, 112, 1))


if __name__ == "__main__":
    train()
