"""A variational autoencoder with its loss in a tensor function; the ELBO of the test set each epoch."""

import time

import keras
import numpy as np

import bml

data = np.linspace(0.0, 1.0, 32, dtype="float32").reshape(8, 4)
train_dataset = bml.Dataset.from_tensor_slices(data).batch(4)
test_dataset = bml.Dataset.from_tensor_slices(data[:4]).batch(2)
encoder = keras.Sequential([keras.Input((4,)), keras.layers.Dense(4, kernel_initializer="zeros")])
decoder = keras.Sequential([keras.Input((2,)), keras.layers.Dense(4, kernel_initializer="ones")])
optimizer = keras.optimizers.Adam(0.01)
epochs = 3


@bml.function
def compute_loss(x):
    mean, logvar = keras.ops.split(encoder(x), 2, axis=1)
    z = mean + keras.ops.exp(logvar * 0.5) * 0.5
    x_logit = decoder(z)
    reconstruction = keras.ops.mean(keras.ops.square(x_logit - x))
    kl = -0.5 * keras.ops.mean(1 + logvar - keras.ops.square(mean) - keras.ops.exp(logvar))
    return reconstruction + kl


def train_step(x):
    variables = encoder.trainable_variables + decoder.trainable_variables
    loss, gradients = bml.value_and_grad(compute_loss, variables=variables)(x)
    optimizer.apply(gradients, variables)
    return loss


@bml.script
def train():
    for epoch in range(1, epochs + 1):
        start_time = time.time()
        for train_x in train_dataset:
            train_step(train_x)
        end_time = time.time()
        loss = keras.metrics.Mean()
        for test_x in test_dataset:
            loss(compute_loss(test_x))
        elbo = -loss.result()
        print("Epoch: {}, Test set ELBO: {:.5f}, in time: {}".format(epoch, float(elbo), end_time - start_time >= 0))
