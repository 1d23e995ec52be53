"""Gradients of several micro-batches accumulated on a tape, clipped by their global norm, applied together."""

import keras
import numpy as np
from keras import layers, ops

import bml

MICRO, ACCUMULATE = 8, 4
rng = np.random.default_rng(5)
images = rng.uniform(size=(128, 6)).astype("float32")
classes = (images @ rng.normal(size=(6, 3))).argmax(axis=1).astype("int32")
data = bml.Dataset.from_tensor_slices((images, classes))

model = keras.Sequential(
    [
        keras.Input((6,)),
        layers.Dense(10, activation="relu", kernel_initializer=keras.initializers.HeNormal(seed=1)),
        layers.Dense(3, kernel_initializer=keras.initializers.GlorotUniform(seed=2)),
    ]
)
loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
optimizer = keras.optimizers.SGD(0.3)
train_loss = keras.metrics.Mean(name="loss")
train_accuracy = keras.metrics.SparseCategoricalAccuracy(name="accuracy")


def global_norm(gradients):
    return ops.sqrt(sum(ops.sum(ops.square(g)) for g in gradients))


def clipped(gradients, limit):
    norm = global_norm(gradients)
    scale = ops.minimum(1.0, limit / (norm + 1e-6))
    return [g * scale for g in gradients], norm


@bml.script
def train(epochs: int = 3, clip: float = 1.0):
    updates = 0
    for epoch in range(epochs):
        train_loss.reset_state()
        train_accuracy.reset_state()
        accumulated = None
        largest = 0.0
        for step, (x, y) in enumerate(data.batch(MICRO), start=1):
            with bml.GradientTape() as tape:
                logits = model(x, training=True)
                loss = loss_fn(y, logits) / ACCUMULATE
            gradients = tape.gradient(loss, model.trainable_variables)
            if accumulated is None:
                accumulated = gradients
            else:
                accumulated = [a + g for a, g in zip(accumulated, gradients)]
            train_loss.update_state(loss * ACCUMULATE)
            train_accuracy.update_state(y, logits)
            if step % ACCUMULATE == 0:
                accumulated, norm = clipped(accumulated, clip)
                optimizer.apply_gradients(zip(accumulated, model.trainable_variables))
                largest = max(largest, float(norm))
                accumulated = None
                updates += 1
        print(
            f"epoch {epoch}: loss {float(train_loss.result()):.4f} "
            f"accuracy {float(train_accuracy.result()):.3f} largest norm {largest:.3f}"
        )
    print(updates, "updates,", int(optimizer.iterations), "iterations")
    return updates
