"""A curriculum: levels of harder examples, promotion on accuracy, easy examples replayed."""

import keras
import numpy as np
from keras import layers, ops

import bml

LEVELS = [{"noise": 0.1, "goal": 0.8}, {"noise": 0.5, "goal": 0.75}, {"noise": 1.0, "goal": 0.7}]

model = keras.Sequential(
    [
        keras.Input((3,)),
        layers.Dense(8, activation="relu", kernel_initializer=keras.initializers.HeNormal(seed=3)),
        layers.Dense(1, kernel_initializer=keras.initializers.GlorotUniform(seed=3)),
    ]
)
optimizer = keras.optimizers.Nadam(0.03)
bce = keras.losses.BinaryCrossentropy(from_logits=True)


@bml.function
def loss_fn(x, y):
    logits = model(x, training=True)
    correct = ops.cast(ops.equal(ops.cast(logits > 0, "float32"), y), "float32")
    return bce(y, logits), ops.mean(correct)


def make_batch(noise, count):
    signs = np.random.choice([-1.0, 1.0], size=(count, 1))
    x = signs * np.array([[1.0, -1.0, 0.5]]) + np.random.normal(0, noise, size=(count, 3))
    return x.astype("float32"), ((signs + 1) / 2).astype("float32")


class Curriculum:
    def __init__(self, levels, window=3):
        self.levels = levels
        self.window = window
        self.level = 0
        self.recent = []
        self.log = []

    @property
    def current(self):
        return self.levels[self.level]

    @property
    def finished(self):
        return self.level >= len(self.levels)

    def report(self, step, accuracy):
        self.recent.append(accuracy)
        if len(self.recent) < self.window:
            return False
        average = sum(self.recent[-self.window :]) / self.window
        if average >= self.current["goal"]:
            self.log.append((step, self.level, average))
            self.level += 1
            self.recent.clear()
            return True
        return False


@bml.script
def train(max_steps: int = 40, batch_size: int = 16):
    np.random.seed(6)
    curriculum = Curriculum(LEVELS)
    step_fn = bml.value_and_grad(loss_fn, has_aux=True)
    step = 0
    while not curriculum.finished and step < max_steps:
        noise = curriculum.current["noise"]
        x, y = make_batch(noise, batch_size)
        if curriculum.level > 0 and step % 4 == 0:
            easy_x, easy_y = make_batch(LEVELS[0]["noise"], batch_size // 2)
            x, y = np.concatenate([x, easy_x]), np.concatenate([y, easy_y])
        (loss, accuracy), gradients = step_fn(x, y)
        optimizer.apply(gradients, model.trainable_variables)
        step += 1
        if curriculum.report(step, float(accuracy)):
            done = curriculum.log[-1]
            print(f"step {done[0]}: level {done[1]} passed with {done[2]:.3f}, loss {float(loss):.4f}")
        elif step % 10 == 0:
            print(f"step {step}: level {curriculum.level} loss {float(loss):.4f} accuracy {float(accuracy):.3f}")
    print("finished" if curriculum.finished else "out of steps", "after", step)
    for step, level, average in curriculum.log:
        print(f"  {level}: {step:3d} {average:.3f}")
    return step
