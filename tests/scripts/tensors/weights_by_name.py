"""Weights of models that a script makes, under names, and those of two models together: as a VAE or a GAN trains."""

import keras
from keras import layers, ops

import bml


def dense(size, units):
    return keras.Sequential([keras.Input((size,)), layers.Dense(units, kernel_initializer="ones")])


@bml.script
def two_models_of_a_tape():
    encoder = keras.Sequential([keras.Input((2,)), layers.Dense(4, kernel_initializer="ones")])
    decoder = keras.Sequential([keras.Input((4,)), layers.Dense(2, kernel_initializer="ones")])
    optimizer = keras.optimizers.SGD(0.01)
    weights = encoder.trainable_variables + decoder.trainable_variables
    for k in range(3):
        x = ops.ones((3, 2)) * k
        with bml.GradientTape() as tape:
            loss = ops.mean(ops.square(decoder(encoder(x)) - x))
        gradients = tape.gradient(loss, weights)
        optimizer.apply_gradients(zip(gradients, weights))
        print(round(float(loss), 4), len(weights), [float(ops.sum(g)) for g in gradients])
    both = decoder.trainable_variables + encoder.trainable_variables
    print([len(w.shape) for w in both], float(ops.sum(both[0])))


@bml.script
def weights_of_one():
    model = dense(2, 1)
    optimizer = keras.optimizers.SGD(0.01)
    weights = model.trainable_variables
    with bml.GradientTape() as tape:
        loss = ops.mean(model(ops.ones((3, 2))))
    optimizer.apply(tape.gradient(loss, weights), weights)
    return [float(ops.sum(w)) for w in weights]
