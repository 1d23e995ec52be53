"""A Trainer with callbacks: history, early stopping, the best weights kept, a rate that falls on a plateau."""

import keras
import numpy as np
from keras import layers

import bml

rng = np.random.default_rng(3)
x = rng.uniform(-1, 1, size=(96, 3)).astype("float32")
y = (x[:, :1] * 2.0 - x[:, 1:2] + 0.3 * x[:, 2:] ** 2).astype("float32")
train_data = bml.Dataset.from_tensor_slices((x[:72], y[:72]))
val_data = bml.Dataset.from_tensor_slices((x[72:], y[72:]))

net = keras.Sequential(
    [
        keras.Input((3,)),
        layers.Dense(8, activation="tanh", kernel_initializer=keras.initializers.GlorotUniform(seed=1)),
        layers.Dense(1, kernel_initializer=keras.initializers.GlorotUniform(seed=2)),
    ]
)
loss_fn = keras.losses.MeanSquaredError()


class Callback:
    def on_train_begin(self, trainer):
        pass

    def on_epoch_end(self, trainer, epoch, logs):
        pass

    def on_train_end(self, trainer):
        pass


class History(Callback):
    def __init__(self):
        self.values = {}

    def on_epoch_end(self, trainer, epoch, logs):
        for key, value in logs.items():
            self.values.setdefault(key, []).append(value)

    def best(self, key="val_loss"):
        values = self.values[key]
        place = min(range(len(values)), key=lambda i: values[i])
        return place, values[place]


class ReduceOnPlateau(Callback):
    def __init__(self, factor=0.5, patience=2, min_delta=1e-2):
        self.factor, self.patience, self.min_delta = factor, patience, min_delta
        self.lowest = float("inf")
        self.waited = 0

    def on_epoch_end(self, trainer, epoch, logs):
        if logs["val_loss"] < self.lowest - self.min_delta:
            self.lowest = logs["val_loss"]
            self.waited = 0
        else:
            self.waited += 1
            if self.waited >= self.patience:
                trainer.optimizer.learning_rate = float(trainer.optimizer.learning_rate) * self.factor
                print(f"  rate -> {float(trainer.optimizer.learning_rate):.4f}")
                self.waited = 0


class EarlyStopping(Callback):
    def __init__(self, patience=4):
        self.patience = patience
        self.lowest = float("inf")
        self.waited = 0
        self.best_weights = None

    def on_epoch_end(self, trainer, epoch, logs):
        if logs["val_loss"] < self.lowest:
            self.lowest, self.waited = logs["val_loss"], 0
            self.best_weights = trainer.model.get_weights()
            return
        self.waited += 1
        trainer.stop = self.waited >= self.patience

    def on_train_end(self, trainer):
        if self.best_weights is not None:
            trainer.model.set_weights(self.best_weights)
        print(f"best validation loss {self.lowest:.4f}")


class Trainer:
    def __init__(self, model, optimizer, callbacks):
        self.model = model
        self.optimizer = optimizer
        self.callbacks = callbacks
        self.stop = False

    def step(self, inputs, targets):
        with bml.GradientTape() as tape:
            loss = loss_fn(targets, self.model(inputs, training=True))
        gradients = tape.gradient(loss, self.model.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.model.trainable_variables))
        return loss

    def evaluate(self, data, batch_size=12):
        losses = []
        for inputs, targets in data.batch(batch_size):
            losses.append(float(loss_fn(targets, self.model(inputs))))
        return sum(losses) / len(losses)

    def fit(self, data, validation, epochs, batch_size):
        for callback in self.callbacks:
            callback.on_train_begin(self)
        for epoch in range(1, epochs + 1):
            total, batches = 0.0, 0
            for inputs, targets in data.batch(batch_size):
                total += float(self.step(inputs, targets))
                batches += 1
            logs = {"loss": total / batches, "val_loss": self.evaluate(validation)}
            print(f"epoch {epoch:2d}: " + " ".join(f"{k}={v:.4f}" for k, v in logs.items()))
            for callback in self.callbacks:
                callback.on_epoch_end(self, epoch, logs)
            if self.stop:
                print("stopped early")
                break
        for callback in self.callbacks:
            callback.on_train_end(self)


@bml.script
def train(epochs: int = 12, batch_size: int = 18):
    history = History()
    optimizer = keras.optimizers.SGD(0.2, momentum=0.9)
    trainer = Trainer(net, optimizer, [history, ReduceOnPlateau(), EarlyStopping()])
    trainer.fit(train_data, val_data, epochs, batch_size)
    place, value = history.best()
    print("best epoch", place + 1, "of", len(history.values["loss"]))
    return {"best": value, "rate": float(optimizer.learning_rate)}
