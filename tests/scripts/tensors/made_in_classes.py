"""Helpers and classes that make models besides what else they do, symbolic tensors, tuples of models, predictions."""

import keras
import numpy as np
from keras import layers, ops

import bml

xs = np.linspace(-1, 1, 32).reshape(8, 4).astype("float32")
ys = np.stack([xs.sum(1), xs.mean(1)], 1)
data = bml.Dataset.from_tensor_slices((xs, ys)).batch(4)


def noisy(units):
    print("building", units)
    model = keras.Sequential([keras.Input((4,)), layers.Dense(units), layers.Dense(2)])
    model.compile("sgd", "mse")
    return model


@bml.script
def mixed():
    for units in (3, 4):
        model = noisy(units)
        model.fit(data, verbose=0)
        print(model.evaluate(data, verbose=0), model.count_params())


class GAN:
    def __init__(self, latent):
        self.latent = latent
        self.generator = self.build_generator()
        self.critic = self.build_critic()
        self.optimizer = keras.optimizers.Adam(1e-2)

    def build_generator(self):
        z = keras.Input((self.latent,))
        h = layers.Dense(5, activation="relu")(z)
        out = layers.Dense(4)(h)
        return keras.Model(z, out)

    def build_critic(self):
        inputs = keras.Input((4,))
        outputs = layers.Dense(1)(inputs)
        return keras.Model(inputs=inputs, outputs=outputs)

    def step(self, real, z):
        with bml.GradientTape() as tape:
            loss = ops.mean(self.critic(self.generator(z))) - ops.mean(self.critic(real))
        grads = tape.gradient(loss, self.generator.trainable_variables)
        self.optimizer.apply_gradients(zip(grads, self.generator.trainable_variables))
        return float(loss)


@bml.script
def gan():
    gan = GAN(2)
    for x, y in data:
        print(gan.step(x, y))


def multi():
    a = keras.Input((4,))
    h = layers.Dense(3)(a)
    b = layers.Dense(2)(h)
    return keras.Model(a, [b, h]), keras.Model(a, h)


@bml.script
def tuples():
    both, first = multi()
    for x, y in data:
        p, q = both(x)
        print(float(ops.sum(p)), float(ops.sum(q - first(x))))


@bml.script
def predicted():
    model = keras.Sequential([keras.Input((4,)), layers.Dense(2)])
    p = model.predict(data, verbose=0)
    print(p.shape, p.sum().round(3), np.argmax(p, axis=1))
    model.compile("sgd", "mse", metrics=["mae", keras.metrics.MeanSquaredError(name="again")])
    h = model.fit(data, epochs=2, verbose=0, validation_data=data)
    print(sorted(h.history), h.history["val_loss"])
    print(model.evaluate(data, verbose=0, return_dict=True))
