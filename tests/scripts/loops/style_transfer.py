"""An image as the variable: total variation, clipping by assign, steps per epoch."""

import time

import keras
import numpy as np

import bml

content = np.linspace(0, 1, 27, dtype="float32").reshape(1, 3, 3, 3)
image = bml.Variable(content)
opt = keras.optimizers.Adam(learning_rate=0.02, beta_1=0.99, epsilon=1e-1)
style_weight = 1e-2
content_weight = 1e1


def gram_matrix(x):
    flat = keras.ops.reshape(x, (-1, 3))
    return keras.ops.matmul(keras.ops.transpose(flat), flat) / 9.0


target_gram = np.eye(3, dtype="float32")


@bml.function
def style_content_loss():
    style_loss = keras.ops.mean(keras.ops.square(gram_matrix(image.value) - target_gram)) * style_weight
    content_loss = keras.ops.mean(keras.ops.square(image - content)) * content_weight
    return style_loss + content_loss


@bml.script
def run(epochs: int = 2, steps_per_epoch: int = 3):
    start = time.time()
    step = 0
    for n in range(epochs):
        for m in range(steps_per_epoch):
            step += 1
            loss, grads = bml.value_and_grad(style_content_loss)()
            opt.apply(grads, [image])
            image.assign(keras.ops.clip(image, 0.0, 1.0))
            print(".", end="", flush=True)
        print("Train step: {}".format(step), f"loss {float(loss):.6f}")
    end = time.time()
    print("Total time: {:.1f}".format((end - start) * 0.0))
