"""minGPT's Trainer: callbacks by name in a defaultdict, an iterator that starts again."""

import time
from collections import defaultdict

import keras
import numpy as np

import bml

rows = np.linspace(0, 1, 10, dtype="float32").reshape(5, 2)
labels = rows.sum(axis=1, keepdims=True)
train_dataset = bml.Dataset.from_tensor_slices((rows, labels)).batch(2)
net = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, kernel_initializer="zeros")])
sgd = keras.optimizers.SGD(0.1)


@bml.function
def objective(x, y):
    return keras.ops.mean(keras.ops.square(net(x) - y))


class Config:
    max_iters = 7
    num_workers = 4
    grad_norm_clip = 1.0


class Trainer:
    def __init__(self, config, model, train_dataset):
        self.config = config
        self.model = model
        self.train_dataset = train_dataset
        self.callbacks = defaultdict(list)
        self.iter_num = 0
        self.iter_time = 0.0
        self.iter_dt = 0.0

    def add_callback(self, onevent, callback):
        self.callbacks[onevent].append(callback)

    def set_callback(self, onevent, callback):
        self.callbacks[onevent] = [callback]

    def trigger_callbacks(self, onevent):
        for callback in self.callbacks.get(onevent, []):
            callback(self)

    def run(self):
        model, config = self.model, self.config
        self.iter_num = 0
        self.iter_time = time.time()
        data_iter = iter(self.train_dataset)
        while True:
            try:
                batch = next(data_iter)
            except StopIteration:
                data_iter = iter(self.train_dataset)
                batch = next(data_iter)
            x, y = batch
            self.loss, grads = bml.value_and_grad(objective)(x, y)
            sgd.apply(grads, model.trainable_variables)
            self.trigger_callbacks("on_batch_end")
            self.iter_num += 1
            tnow = time.time()
            self.iter_dt = tnow - self.iter_time
            self.iter_time = tnow
            if config.max_iters is not None and self.iter_num >= config.max_iters:
                break


def batch_end_callback(trainer):
    if trainer.iter_num % 2 == 0:
        print(f"iter {trainer.iter_num}: train loss {trainer.loss.item():.5f}", trainer.iter_dt >= 0)


@bml.script
def main():
    trainer = Trainer(Config(), net, train_dataset)
    trainer.set_callback("on_batch_end", batch_end_callback)
    trainer.run()
    print(trainer.iter_num)
