"""A DCGAN's step: two tapes that record at once, two optimizers."""

import keras
import numpy as np

import bml

BUFFER_SIZE = 8
BATCH_SIZE = 4
real = np.linspace(-1, 1, 24, dtype="float32").reshape(8, 3)
train_dataset = bml.Dataset.from_tensor_slices(real).batch(BATCH_SIZE)
generator = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3, activation="tanh", kernel_initializer="ones")])
discriminator = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, kernel_initializer="ones")])
cross_entropy = keras.losses.BinaryCrossentropy(from_logits=True)
generator_optimizer = keras.optimizers.Adam(1e-2)
discriminator_optimizer = keras.optimizers.Adam(1e-2)
seed = np.array([[0.1, 0.2], [0.3, -0.1], [-0.5, 0.5], [0.9, 0.0]], dtype="float32")


def discriminator_loss(real_output, fake_output):
    real_loss = cross_entropy(keras.ops.ones_like(real_output), real_output)
    fake_loss = cross_entropy(keras.ops.zeros_like(fake_output), fake_output)
    return real_loss + fake_loss


def generator_loss(fake_output):
    return cross_entropy(keras.ops.ones_like(fake_output), fake_output)


@bml.function
def train_step(images, noise):
    with bml.GradientTape() as gen_tape, bml.GradientTape() as disc_tape:
        generated_images = generator(noise, training=True)
        real_output = discriminator(images, training=True)
        fake_output = discriminator(generated_images, training=True)
        gen_loss = generator_loss(fake_output)
        disc_loss = discriminator_loss(real_output, fake_output)
    gradients_of_generator = gen_tape.gradient(gen_loss, generator.trainable_variables)
    gradients_of_discriminator = disc_tape.gradient(disc_loss, discriminator.trainable_variables)
    generator_optimizer.apply_gradients(zip(gradients_of_generator, generator.trainable_variables))
    discriminator_optimizer.apply_gradients(zip(gradients_of_discriminator, discriminator.trainable_variables))
    return gen_loss, disc_loss


@bml.script
def train(epochs: int = 3):
    for epoch in range(epochs):
        gen_loss_list = []
        disc_loss_list = []
        for image_batch in train_dataset:
            t = train_step(image_batch, seed)
            gen_loss_list.append(t[0])
            disc_loss_list.append(t[1])
        g_loss = sum(gen_loss_list) / len(gen_loss_list)
        d_loss = sum(disc_loss_list) / len(disc_loss_list)
        print(f"Epoch {epoch + 1}, gen loss={g_loss:.5f}, disc loss={d_loss:.5f}")
