"""What scripts do with what they make: names, lists, closures, rates, shared layers, tapes, averages."""

import keras
import numpy as np
from keras import layers, ops

import bml

xs = np.linspace(-1, 1, 32).reshape(8, 4).astype("float32")
ys = np.stack([xs.sum(1), xs.mean(1)], 1)
data = bml.Dataset.from_tensor_slices((xs, ys)).batch(4)


def net(units=3, name=None):
    return keras.Sequential([keras.Input((4,)), layers.Dense(units, activation="tanh"), layers.Dense(2)], name=name)


@bml.script
def identity():
    a, b = net(), net()
    models = [a, a]
    print(a is a, a is b, a is models[0], len(models))
    c = a
    for x, y in data:
        print(float(ops.mean(c(x) - a(x))), float(ops.mean(b(x) - a(x))))
    models.pop()
    del models

    def call(x):
        return float(ops.sum(b(x)))

    for x, y in data:
        print(call(x))
    many = {"one": a, "two": b}
    total = 0.0
    for name, m in many.items():
        for x, y in data:
            total += float(ops.sum(m(x)))
    print(total)


@bml.script
def metrics():
    means = [keras.metrics.Mean() for _ in range(3)]
    for k, m in enumerate(means):
        m.update_state(float(k))
        m.update_state(2.0)
    print([float(m.result()) for m in means])
    means[1].reset_state()
    means[1].update_state(7.0)
    print([float(m.result()) for m in means])


@bml.script
def rates():
    model = net()
    optimizer = keras.optimizers.SGD(0.5)
    model.compile(optimizer, "mse")
    for k in range(3):
        model.fit(data, verbose=0)
        optimizer.learning_rate = optimizer.learning_rate * 0.5
        print(float(optimizer.learning_rate), float(model.optimizer.learning_rate), int(optimizer.iterations))
    optimizer.learning_rate.assign(0.25)
    print(float(model.optimizer.learning_rate))


@bml.script
def shared_layers():
    base = layers.Dense(3, activation="relu")
    inputs = keras.Input((4,))
    features = base(inputs)
    one = keras.Model(inputs, layers.Dense(2)(features))
    two = keras.Model(inputs, layers.Dense(1)(features))
    one.compile("sgd", "mse")
    for x, y in data:
        print(float(ops.mean(two(x))))
    one.fit(data, verbose=0)
    for x, y in data:
        print(float(ops.mean(two(x))), float(ops.sum(base(x))))


@bml.script
def caught(count: int = 2):
    for k in range(count):
        try:
            model = net()
            if k == 1:
                raise ValueError("stop")
            model.compile("adam", "mse")
            model.fit(data, verbose=0)
            print(model.evaluate(data, verbose=0))
        except ValueError as error:
            print(error)


def train(model, optimizer, steps):
    for step in range(steps):
        for x, y in data:
            with bml.GradientTape() as tape:
                loss = ops.mean(ops.square(model(x, training=True) - y))
            grads = tape.gradient(loss, model.trainable_variables)
            optimizer.apply_gradients(zip(grads, model.trainable_variables))
    return float(loss)


@bml.script
def taped():
    for k in range(2):
        print(train(net(4), keras.optimizers.Adam(0.01), 2))
    a = net(2)
    print(train(a, keras.optimizers.SGD(0.1), 1))


@bml.script
def polyak(tau: float = 0.25):
    model, target = net(), net()
    for w, t in zip(model.trainable_variables, target.trainable_variables):
        t.assign(tau * w + (1 - tau) * t)
    weights = [tau * w + (1 - tau) * t for w, t in zip(model.get_weights(), target.get_weights())]
    target.set_weights(weights)
    for x, y in data:
        print(float(ops.sum(target(x))))
