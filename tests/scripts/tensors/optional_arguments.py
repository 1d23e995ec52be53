"""Arguments of tensor functions and of models that may be None, and an agent whose attributes begin as None."""

import random

import keras
import numpy as np

import bml

learner = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, kernel_initializer="ones")])
learner.compile(optimizer=keras.optimizers.SGD(0.1), loss="mse")
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, kernel_initializer="ones")])


@bml.function
def attend(x, mask=None):
    if mask is None:
        return x * 2.0
    return x * mask


@bml.function
def ones(k):
    return bml.ops.ones((2,)) * k


class Holder:
    def __init__(self):
        self.mask = None
        self.weights = None


@bml.script
def masks():
    h = Holder()
    for k in range(3):
        x = ones(1.0 + k)
        y = attend(x, h.mask)
        z = attend(x, mask=h.mask) + y
        print(y.numpy().tolist(), z.numpy().tolist())
        if k == 1:
            h.mask = ones(0.5)
    return z


@bml.script
def weights():
    h = Holder()
    best = None
    for k in range(3):
        try:
            model.set_weights(h.weights)
            print("set")
        except TypeError as e:
            print(e)
        if best is None or k < best:
            best = k
            h.weights = model.get_weights()
    print(model.predict(np.ones((1, 2), "float32"), verbose=0).tolist())


class Agent:
    def __init__(self):
        self.memory = [None] * 6
        self.pos = 0
        self.state = None
        self.best_weights = None
        self.best = None
        self.losses = None

    def push(self, s, r):
        self.memory[self.pos % 6] = (s, r)
        self.pos += 1

    def reset(self):
        self.state = np.zeros(2, "float32")
        self.losses = []

    def act(self):
        q = learner.predict(self.state[None], verbose=0)
        return float(q[0, 0])

    def learn(self):
        batch = random.sample(self.memory, 3)
        x = np.array([b[0] for b in batch])
        y = np.array([[b[1]] for b in batch])
        loss = learner.train_on_batch(x, y)
        self.losses.append(float(loss))
        if self.best is None or self.losses[-1] < self.best:
            self.best = self.losses[-1]
            self.best_weights = learner.get_weights()
        return self.best


@bml.script
def agent():
    random.seed(2)
    a = Agent()
    try:
        a.act()
    except TypeError as e:
        print(e)
    a.reset()
    for k in range(6):
        a.push(a.state + k, 0.5 * k)
    for k in range(3):
        print(round(a.learn(), 3), len(a.losses))
        a.state = a.state + 1.0
        print(round(a.act(), 3))
    learner.set_weights(a.best_weights)
    print(round(a.act(), 3), round(min(a.losses), 3))
