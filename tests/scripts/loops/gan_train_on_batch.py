"""A GAN by train_on_batch, with NumPy's noise, as the Keras books write it."""

import keras
import numpy as np

import bml

x_train = np.random.RandomState(0).uniform(0, 1, (16, 3)).astype("float32")
latent_size = 2
discriminator = keras.Sequential(
    [keras.Input((3,)), keras.layers.Dense(4, activation="tanh"), keras.layers.Dense(1, activation="sigmoid")],
    name="discriminator",
)
discriminator.compile(loss="binary_crossentropy", optimizer=keras.optimizers.RMSprop(0.01), metrics=["accuracy"])
generator = keras.Sequential(
    [keras.Input((latent_size,)), keras.layers.Dense(3, activation="sigmoid")], name="generator"
)


@bml.script
def train(train_steps: int = 4, batch_size: int = 4):
    np.random.seed(5)
    train_size = x_train.shape[0]
    for i in range(train_steps):
        rand_indexes = np.random.randint(0, train_size, size=batch_size)
        real_images = x_train[rand_indexes]
        noise = np.random.uniform(-1.0, 1.0, size=[batch_size, latent_size])
        fake_images = generator.predict(noise, verbose=0)
        x = np.concatenate((real_images, fake_images))
        y = np.ones([2 * batch_size, 1])
        y[batch_size:, :] = 0.0
        loss, acc = discriminator.train_on_batch(x, y)
        log = "%d: [discriminator loss: %f, acc: %f]" % (i, loss, acc)
        print(log)
