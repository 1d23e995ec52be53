"""A learning rate set by hand at each step: warm-up, cosine, and steps down; each schedule trains the same net anew."""

import math

import keras
import numpy as np
from keras import layers

import bml

rng = np.random.default_rng(9)
x = rng.uniform(-1, 1, size=(60, 2)).astype("float32")
y = (np.hypot(x[:, 0], x[:, 1]) < 0.7).astype("float32").reshape(-1, 1)
data = bml.Dataset.from_tensor_slices((x, y))

model = keras.Sequential(
    [
        keras.Input((2,)),
        layers.Dense(12, activation="tanh", kernel_initializer=keras.initializers.GlorotUniform(seed=8)),
        layers.Dense(1, kernel_initializer=keras.initializers.GlorotUniform(seed=9)),
    ]
)
loss_fn = keras.losses.BinaryCrossentropy(from_logits=True)
BASE = 0.5


def constant(step, total):
    return BASE


def warmup_cosine(step, total, warmup=5):
    if step < warmup:
        return BASE * (step + 1) / warmup
    progress = (step - warmup) / max(1, total - warmup)
    return 0.5 * BASE * (1 + math.cos(math.pi * progress))


def step_decay(step, total):
    return BASE * 0.3 ** (step // (total // 3))


def polynomial_decay(power=2.0, end=0.01):
    def schedule(step, total):
        fraction = min(step, total) / total
        return (BASE - end) * (1 - fraction) ** power + end

    return schedule


SCHEDULES = {
    "constant": constant,
    "cosine": warmup_cosine,
    "steps": step_decay,
    "polynomial": polynomial_decay(),
}


def run(schedule, optimizer, start, epochs, batch_size):
    model.set_weights(start)
    batches = math.ceil(len(x) / batch_size)
    total = epochs * batches
    step, rates, last = 0, [], 0.0
    for _ in range(epochs):
        for inputs, targets in data.batch(batch_size):
            optimizer.learning_rate = schedule(step, total)
            rates.append(float(optimizer.learning_rate))
            with bml.GradientTape() as tape:
                loss = loss_fn(targets, model(inputs, training=True))
            gradients = tape.gradient(loss, model.trainable_variables)
            optimizer.apply_gradients(zip(gradients, model.trainable_variables))
            last = float(loss)
            step += 1
    return last, rates


@bml.script
def compare(epochs: int = 4, batch_size: int = 12):
    optimizer = keras.optimizers.SGD(BASE)
    start = model.get_weights()
    final = {}
    for name, schedule in SCHEDULES.items():
        loss, rates = run(schedule, optimizer, start, epochs, batch_size)
        final[name] = loss
        shown = ", ".join(f"{rate:.3f}" for rate in rates[::5])
        print(f"{name:<11} loss {loss:.4f} rates {shown}")
    ranking = sorted(final, key=final.get)
    print("ranking:", " < ".join(ranking))
    return final
