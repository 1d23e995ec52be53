"""Trainers: Keras's objects, data sets, tensor functions and callbacks in attributes of the file's classes."""

import argparse

import keras
import numpy as np

import bml

parser = argparse.ArgumentParser()
parser.add_argument("--epochs", type=int, default=3)
parser.add_argument("--lr", type=float, default=0.1)
parser.add_argument("--patience", type=int, default=2)
args = parser.parse_args([])
LOSSES = {"mse": 1.0, "mae": 0.5}

x = np.array([[0.0], [1.0], [2.0], [3.0]], dtype="float32")
y = np.array([[1.0], [3.0], [5.0], [7.0]], dtype="float32")
data = bml.Dataset.from_tensor_slices((x, y)).batch(2)
model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, kernel_initializer="ones")])
model.compile(optimizer=keras.optimizers.SGD(0.05), loss="mse")
optimizer = keras.optimizers.SGD(args.lr)
metric = keras.metrics.Mean(name="loss")


@bml.function
def loss_of(inputs, labels):
    return bml.ops.mean(bml.ops.square(model(inputs) - labels))


class Stop:
    def __init__(self, patience):
        self.patience = patience
        self.best = None
        self.waited = 0

    def __call__(self, epoch, loss):
        if self.best is None or loss < self.best:
            self.best = loss
            self.waited = 0
        else:
            self.waited += 1
        return self.waited >= self.patience


class Trainer:
    def __init__(self, model, optimizer, loss_of, metric, callbacks):
        self.model = model
        self.optimizer = optimizer
        self.loss_of = loss_of
        self.metric = metric
        self.callbacks = callbacks
        self.history = {"loss": []}

    def step(self, inputs, labels):
        loss, gradients = bml.value_and_grad(self.loss_of)(inputs, labels)
        self.optimizer.apply(gradients, self.model.trainable_variables)
        return loss

    def fit(self, data, epochs):
        for epoch in range(epochs):
            self.metric.reset_state()
            for inputs, labels in data:
                self.metric.update_state(self.step(inputs, labels))
            loss = float(self.metric.result())
            self.history["loss"].append(loss)
            if any([callback(epoch, loss) for callback in self.callbacks]):
                break
        return self.history


class KerasTrainer:
    def __init__(self, model):
        self.model = model

    def fit(self, data, epochs):
        return self.model.fit(data, epochs=epochs, verbose=0).history["loss"]

    def evaluate(self, data):
        return self.model.evaluate(data, verbose=0)


def run(settings):
    trainer = Trainer(model, optimizer, loss_of, metric, [Stop(settings.patience)])
    history = trainer.fit(data, settings.epochs)
    return [round(loss, 4) for loss in history["loss"]]


@bml.script
def own_loop():
    print(run(args), LOSSES["mse"])


@bml.script
def of_keras():
    trainer = KerasTrainer(model)
    print([round(loss, 4) for loss in trainer.fit(data, args.epochs)])
    print(round(trainer.evaluate(data), 4))
