"""Gradients of several batches added up, applied every n-th step."""

import keras
import numpy as np

import bml

x = np.linspace(0, 1, 16, dtype="float32").reshape(8, 2)
y = x.sum(axis=1, keepdims=True)
ds = bml.Dataset.from_tensor_slices((x, y)).batch(2)
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, kernel_initializer="zeros")])
opt = keras.optimizers.SGD(0.2)
n_gradients = 2


@bml.script
def train(epochs: int = 2):
    gradient_accumulation = [keras.ops.zeros_like(v) for v in model.trainable_variables]
    n_acum_step = 0
    for epoch in range(epochs):
        for step, (xb, yb) in enumerate(ds):
            n_acum_step += 1
            with bml.GradientTape() as tape:
                y_pred = model(xb, training=True)
                loss = keras.ops.mean(keras.ops.square(yb - y_pred))
            gradients = tape.gradient(loss, model.trainable_variables)
            gradient_accumulation = [acc + g for acc, g in zip(gradient_accumulation, gradients)]
            if n_acum_step == n_gradients:
                opt.apply_gradients(zip(gradient_accumulation, model.trainable_variables))
                gradient_accumulation = [keras.ops.zeros_like(v) for v in model.trainable_variables]
                n_acum_step = 0
            print(f"epoch {epoch} step {step} loss {float(loss):.5f}")
