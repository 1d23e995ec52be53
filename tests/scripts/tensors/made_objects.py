"""Layers, metrics, symbolic tensors and several models that scripts make, and which of them is meant."""

import keras
import numpy as np
from keras import layers, ops

import bml

xs = np.linspace(-1, 1, 32).reshape(8, 4).astype("float32")
ys = np.stack([xs.sum(1), xs.mean(1)], 1)
data = bml.Dataset.from_tensor_slices((xs, ys)).batch(4)


def build_gan(latent=2):
    generator = keras.Sequential([keras.Input((latent,)), layers.Dense(4, activation="tanh")])
    discriminator = keras.Sequential([keras.Input((4,)), layers.Dense(1)])
    return generator, discriminator


@bml.script
def gan():
    generator, discriminator = build_gan()
    for x, y in data:
        fake = generator(y)
        print(float(ops.mean(discriminator(fake) - discriminator(x))))
    w = generator.get_weights()
    print(len(w))


class Net(keras.Model):
    def __init__(self, units):
        super().__init__()
        self.hidden = layers.Dense(units, activation="relu")
        self.out = layers.Dense(2)

    def call(self, x):
        return self.out(self.hidden(x))


@bml.script
def subclass():
    for k in range(2):
        net = Net(5)
        net.compile(optimizer="sgd", loss="mse")
        net.fit(data, epochs=2, verbose=0)
        print(net.evaluate(data, verbose=0))


class Trainer:
    def __init__(self, units=6, rate=0.05):
        self.units = units
        self.dense = layers.Dense(self.units, activation="relu")
        self.head = layers.Dense(2)
        self.optimizer = keras.optimizers.SGD(rate)
        self.metric = keras.metrics.Mean()
        self.loss = keras.losses.MeanSquaredError()

    def step(self, x, y):
        loss = self.loss(y, self.head(self.dense(x)))
        self.metric.update_state(loss)
        return float(loss)

    def train(self):
        for x, y in data:
            print(self.step(x, y))
        print(float(self.metric.result()))
        self.metric.reset_state()
        print(float(self.optimizer.learning_rate))
        self.optimizer.learning_rate = 0.01
        print(float(self.optimizer.learning_rate))


@bml.script
def trainer():
    for rate in range(1, 3):
        Trainer(rate=rate / 10).train()


@bml.script
def pick(flag: bool = True, count: int = 2):
    a = build_gan()[0]
    b = keras.Sequential([keras.Input((2,)), layers.Dense(4), layers.Dense(3)])
    chosen = a if flag else b
    models = {"a": a}
    for name in models:
        for x, y in data:
            print(name, float(ops.mean(models[name](y))))
    for x, y in data:
        print(float(ops.mean(chosen(y))))
    best = a
    for k in range(count):
        m = keras.Sequential([keras.Input((2,)), layers.Dense(4)])
        if k == 1:
            best = m
    for x, y in data:
        print(best(y).shape, float(ops.sum(best(y))))


@bml.script
def functional():
    inputs = keras.Input((4,))
    x = layers.Dense(3, activation="relu")(inputs)
    model = keras.Model(inputs, layers.Dense(2)(x))
    model.compile("adam", "mse", metrics=["mae"])
    model.fit(data, verbose=0)
    print(model.evaluate(data, verbose=0))
    print(model.predict(data, verbose=0).shape)


@bml.script
def comprehension():
    nets = [keras.Sequential([keras.Input((4,)), layers.Dense(u)]) for u in (1, 2)]
    same = [keras.Sequential([keras.Input((4,)), layers.Dense(2)]) for _ in range(3)]
    for x, y in data:
        for net in nets:
            print(float(ops.mean(net(x))))
        print(float(ops.mean(sum(net(x) for net in same))))
    print(len(same))
