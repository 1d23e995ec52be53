"""Gradient ascent over octaves: a scale a step, a helper with defaults."""

import keras
import numpy as np

import bml

net = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="tanh", kernel_initializer="ones")])
OCTAVE_SCALE = 1.30


@bml.function
def activation_loss(img):
    return keras.ops.mean(net(img))


def gradient_ascent_loop(image, iterations, learning_rate, max_loss=None):
    for i in range(iterations):
        loss, grads = bml.value_and_grad(activation_loss, argnums=0)(image)
        if max_loss is not None and loss > max_loss:
            print(f"... terminated at step {i}")
            break
        image = image + learning_rate * grads
        print(f"... Loss value at step {i}: {float(loss):.4f}")
    return image


@bml.script
def dream():
    img = keras.ops.convert_to_tensor(np.array([[0.1, -0.2, 0.05, 0.2]], dtype="float32"))
    for n in range(-1, 2):
        scale = OCTAVE_SCALE**n
        print("Processing octave %d with scale %.3f" % (n + 2, scale))
        img = gradient_ascent_loop(img * scale, iterations=2, learning_rate=0.1, max_loss=0.9)
    print(f"{float(keras.ops.max(img)):.4f}")
