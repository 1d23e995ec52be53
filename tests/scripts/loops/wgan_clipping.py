"""A Wasserstein critic: several critic steps a generator step, weights clipped."""

import keras
import numpy as np

import bml

rows = np.linspace(0, 1, 16, dtype="float32").reshape(8, 2)
data = bml.Dataset.from_tensor_slices(rows).batch(4)
critic = keras.Sequential(
    [
        keras.Input((2,)),
        keras.layers.Dense(3, activation="relu", kernel_initializer="ones"),
        keras.layers.Dense(1, kernel_initializer="ones"),
    ]
)
generator = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, kernel_initializer="ones")])
critic_optimizer = keras.optimizers.RMSprop(0.005)
generator_optimizer = keras.optimizers.RMSprop(0.005)
n_critic = 2
clip_value = 0.9


@bml.function
def critic_loss(real, noise):
    return keras.ops.mean(critic(generator(noise))) - keras.ops.mean(critic(real))


@bml.function
def generator_loss(noise):
    return -keras.ops.mean(critic(generator(noise)))


@bml.script
def train(n_epochs: int = 3):
    batches_done = 0
    for epoch in range(n_epochs):
        for i, real in enumerate(data):
            noise = np.full((4, 2), 0.1 * (i + 1), dtype=np.float32)
            loss_D, grads = bml.value_and_grad(critic_loss, variables=critic.trainable_variables)(real, noise)
            critic_optimizer.apply_gradients(zip(grads, critic.trainable_variables))
            for layer in critic.layers:
                weights = layer.get_weights()
                weights = [np.clip(weight, -clip_value, clip_value) for weight in weights]
                layer.set_weights(weights)
            if batches_done % n_critic == 0:
                loss_G, grads = bml.value_and_grad(generator_loss, variables=generator.trainable_variables)(noise)
                generator_optimizer.apply_gradients(zip(grads, generator.trainable_variables))
                print(
                    "[Epoch %d/%d] [Batch %d/%d] [D loss: %f] [G loss: %f]"
                    % (epoch, n_epochs, batches_done % len(data), len(data), loss_D.numpy(), loss_G.numpy())
                )
            batches_done += 1
