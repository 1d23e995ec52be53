"""Arrays whose sizes only the running script knows, where an op needs one of them to be a number."""

import keras
import numpy as np

import bml

model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, kernel_initializer="ones")])
weights = bml.Variable(np.ones((3, 2), "float32"))


@bml.function
def score(states, actions, targets):
    chosen = bml.ops.sum(model(states) * bml.ops.one_hot(actions, 2), axis=1)
    return bml.ops.mean((chosen - targets) ** 2)


@bml.function
def product(x):
    return bml.ops.matmul(x, weights)


@bml.function
def moved(x):
    return x + bml.ops.convert_to_tensor([1.0, 2.0, 3.0])


@bml.script
def learned():
    rows = [np.array([float(i), 1.0, 0.5], dtype="float32") for i in range(4)]
    gradients = bml.value_and_grad(score)
    value, grads = gradients(np.stack(rows), np.array([0, 1, 1, 0]), np.array([r[0] for r in rows], dtype="float32"))
    print(float(value), grads[0].numpy(), grads[1].numpy())


@bml.script
def sizes():
    for width in (3, 4):
        x = np.ones((2, width), dtype="float32")
        try:
            print(product(x).numpy(), moved(x).numpy(), moved(x[:, :3] + 1).numpy())
        except Exception:
            print("expected 3 columns, received", width)


logits_of = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, kernel_initializer="ones")])
classes_of = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, kernel_initializer="ones")])
binary = keras.losses.BinaryCrossentropy(from_logits=True)
several = keras.losses.CategoricalCrossentropy(from_logits=True)
numbered = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


@bml.function
def of_logits(x, y):
    return binary(y, logits_of(x, training=True))


@bml.script
def targets():
    for count in (2, 3):
        x, labels = np.full((count, 3), 0.5, dtype="float32"), np.arange(count) % 2
        value, gradients = bml.value_and_grad(of_logits)(x, labels.reshape(-1, 1).astype("float32"))
        print(float(value), gradients[0].numpy().ravel())
        hot = np.eye(2, dtype="float32")[labels]
        with bml.GradientTape() as tape:
            logits = classes_of(x)
            loss = several(hot, logits) + numbered(labels, logits)
        print(float(loss), tape.gradient(loss, classes_of.trainable_variables)[1].numpy())
        try:
            print(float(bml.value_and_grad(of_logits)(x, np.zeros((count + 1, 1), dtype="float32"))[0]))
        except Exception:
            print("expected", count, "targets")
