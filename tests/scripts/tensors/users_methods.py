"""Methods as users write them: a GAN in a class, accumulated gradients, averaged weights, a registry, a buffer."""

import random

import keras
import numpy as np

import bml

x = np.linspace(-1, 1, 12, dtype="float32").reshape(12, 1)
y = (2 * x).astype("float32")
data = bml.Dataset.from_tensor_slices((x, y)).batch(3)
model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, kernel_initializer="ones")])
average = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, kernel_initializer="ones")])
adam = keras.optimizers.Adam(0.05)
generator = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, kernel_initializer="ones")])
discriminator = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, kernel_initializer="ones")])
g_optimizer = keras.optimizers.SGD(0.1)
d_optimizer = keras.optimizers.Adam(0.1)


@bml.function
def loss_of(inputs, labels):
    return keras.ops.mean(keras.ops.square(model(inputs) - labels))


@bml.function
def d_loss(real, noise):
    fake = generator(noise)
    return keras.ops.mean(keras.ops.softplus(-discriminator(real))) + keras.ops.mean(
        keras.ops.softplus(discriminator(fake))
    )


@bml.function
def g_loss(noise):
    return keras.ops.mean(keras.ops.softplus(-discriminator(generator(noise))))


@bml.function
def add(total, gradients):
    return [a + b for a, b in zip(total, gradients)]


@bml.function
def scaled(gradients, factor):
    return [factor * g for g in gradients]


class GAN:
    def __init__(self, generator, discriminator, g_optimizer, d_optimizer):
        self.generator = generator
        self.discriminator = discriminator
        self.g_optimizer = g_optimizer
        self.d_optimizer = d_optimizer
        self.g_losses = []
        self.d_losses = []

    def step(self, real):
        noise = keras.ops.ones((3, 2)) * 0.5
        loss, gradients = bml.value_and_grad(d_loss, variables=self.discriminator.trainable_variables)(real, noise)
        self.d_optimizer.apply(gradients, self.discriminator.trainable_variables)
        self.d_losses.append(float(loss))
        loss, gradients = bml.value_and_grad(g_loss, variables=self.generator.trainable_variables)(noise)
        self.g_optimizer.apply(gradients, self.generator.trainable_variables)
        self.g_losses.append(float(loss))

    def fit(self, data, epochs):
        for _ in range(epochs):
            for real, _ in data:
                self.step(real)
        return self.d_losses[-1], self.g_losses[-1]


class Accumulator:
    def __init__(self, optimizer, every):
        self.optimizer = optimizer
        self.every = every
        self.total = None
        self.count = 0

    def __call__(self, gradients):
        self.total = gradients if self.total is None else add(self.total, gradients)
        self.count += 1
        if self.count == self.every:
            self.optimizer.apply(scaled(self.total, 1.0 / self.every), model.trainable_variables)
            self.total = None
            self.count = 0
            return True
        return False


class EMA:
    def __init__(self, decay=0.9):
        self.decay = decay
        self.shadow = None

    def update(self, weights):
        if self.shadow is None:
            self.shadow = [1.0 * w for w in weights]
            return
        self.shadow = [self.decay * s + (1 - self.decay) * w for s, w in zip(self.shadow, weights)]


LOSSES = {}


def register(name):
    def decorate(fn):
        LOSSES[name] = fn
        return fn

    return decorate


@register("double")
def _double(v):
    return 2 * v


@register("half")
def _half(v):
    return v / 2


class ReplayBuffer:
    def __init__(self, capacity):
        self.capacity = capacity
        self.items = []
        self.position = 0

    def __len__(self):
        return len(self.items)

    def push(self, state, action, reward):
        if len(self.items) < self.capacity:
            self.items.append((state, action, reward))
        else:
            self.items[self.position] = (state, action, reward)
        self.position = (self.position + 1) % self.capacity

    def sample(self, size):
        return random.sample(self.items, size)


class Agent:
    def __init__(self, buffer, epsilon):
        self.buffer = buffer
        self.epsilon = epsilon

    def act(self, state):
        if random.random() < self.epsilon:
            return random.randint(0, 1)
        q = float(model(keras.ops.reshape(keras.ops.convert_to_tensor(state), (1, 1)))[0, 0])
        return 1 if q > 0 else 0

    def learn(self):
        if len(self.buffer) < 4:
            return None
        batch = self.buffer.sample(4)
        states = keras.ops.reshape(np.array([s for s, _, _ in batch], dtype="float32"), (4, 1))
        rewards = keras.ops.reshape(np.array([r for _, _, r in batch], dtype="float32"), (4, 1))
        loss, gradients = bml.value_and_grad(loss_of)(states, rewards)
        adam.apply(gradients, model.trainable_variables)
        return float(loss)


@bml.script
def gan():
    d, g = GAN(generator, discriminator, g_optimizer, d_optimizer).fit(data, 2)
    print(f"{d:.4f} {g:.4f}")


@bml.script
def accumulation():
    step = Accumulator(adam, 2)
    applied = 0
    for inputs, labels in data:
        loss, gradients = bml.value_and_grad(loss_of)(inputs, labels)
        if step(gradients):
            applied += 1
            print(f"{float(loss):.4f}")
    print(applied)


@bml.script
def averaged_weights():
    ema = EMA(0.5)
    for inputs, labels in data:
        _, gradients = bml.value_and_grad(loss_of)(inputs, labels)
        adam.apply(gradients, model.trainable_variables)
        ema.update(model.trainable_variables)
    if ema.shadow is not None:
        print([round(float(keras.ops.sum(s)), 4) for s in ema.shadow])


@bml.script
def registry():
    for name, fn in LOSSES.items():
        print(name, fn(3))
    print(LOSSES["half"](5), sorted(LOSSES))


@bml.script
def dqn():
    random.seed(1)
    agent = Agent(ReplayBuffer(6), 0.5)
    state, losses = 0.5, []
    for step in range(10):
        action = agent.act(state)
        reward = 1.0 if action == 1 else -0.5
        agent.buffer.push(state, action, reward)
        state = 0.9 * state + (0.1 if action else -0.1)
        loss = agent.learn()
        if loss is not None:
            losses.append(loss)
    print(len(agent.buffer), len(losses), [round(loss, 3) for loss in losses])
