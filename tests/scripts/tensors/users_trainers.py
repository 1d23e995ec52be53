"""Training as users write it in classes: callbacks, early stopping, schedules, loggers, settings, several trainers."""

import math
from dataclasses import dataclass, field

import keras
import numpy as np

import bml

x = np.linspace(-1, 1, 16, dtype="float32").reshape(16, 1)
y = (3 * x + 0.5).astype("float32")
train_data = bml.Dataset.from_tensor_slices((x, y)).batch(4)
test_data = bml.Dataset.from_tensor_slices((x[:8], y[:8])).batch(4)


def make_model(name):
    return keras.Sequential(
        [keras.Input((1,)), keras.layers.Dense(1, kernel_initializer="ones", name=f"{name}_dense")], name=name
    )


small = make_model("small")
other = make_model("other")
sgd = keras.optimizers.SGD(0.1)
momentum = keras.optimizers.SGD(0.05, momentum=0.9)
train_loss = keras.metrics.Mean(name="train_loss")
mse = keras.losses.MeanSquaredError()


@bml.function
def small_loss(inputs, labels):
    return mse(labels, small(inputs))


@bml.function
def other_loss(inputs, labels):
    return keras.ops.mean(keras.ops.abs(labels - other(inputs)))


class Callback:
    trainer = None

    def on_train_begin(self):
        pass

    def on_epoch_end(self, epoch, logs):
        pass

    def on_train_end(self):
        pass


class History(Callback):
    def __init__(self):
        self.epochs = []
        self.logs = {}

    def on_epoch_end(self, epoch, logs):
        self.epochs.append(epoch)
        for name, value in logs.items():
            self.logs.setdefault(name, []).append(value)


class EarlyStopping(Callback):
    def __init__(self, monitor="loss", patience=1, min_delta=0.0):
        super().__init__()
        self.monitor = monitor
        self.patience = patience
        self.min_delta = min_delta
        self.best = math.inf
        self.wait = 0
        self.stopped_epoch = None

    def on_epoch_end(self, epoch, logs):
        current = logs[self.monitor]
        if current < self.best - self.min_delta:
            self.best = current
            self.wait = 0
            return
        self.wait += 1
        if self.wait >= self.patience:
            self.trainer.stop_training = True
            self.stopped_epoch = epoch

    def on_train_end(self):
        if self.stopped_epoch is not None:
            print(f"stopped at {self.stopped_epoch}, best {self.best:.4f}")


class PrintLogger(Callback):
    def __init__(self, every=1):
        self.every = every

    def on_train_begin(self):
        print("begin")

    def on_epoch_end(self, epoch, logs):
        if epoch % self.every == 0:
            print(f"epoch {epoch}: " + ", ".join(f"{k}={v:.4f}" for k, v in logs.items()))

    def on_train_end(self):
        print("end")


class Scheduler(Callback):
    def __init__(self, schedule):
        self.schedule = schedule

    def on_epoch_end(self, epoch, logs):
        logs["lr"] = self.schedule(epoch)
        self.trainer.optimizer.learning_rate = logs["lr"]


def warm(base, decay):
    def schedule(epoch):
        return base * decay**epoch

    return schedule


class Trainer:
    def __init__(self, model, optimizer, loss_fn, callbacks=None):
        self.model = model
        self.optimizer = optimizer
        self.loss_fn = loss_fn
        self.callbacks = callbacks or []
        self.stop_training = False
        for callback in self.callbacks:
            callback.trainer = self

    def train_step(self, inputs, labels):
        loss, gradients = bml.value_and_grad(self.loss_fn)(inputs, labels)
        self.optimizer.apply(gradients, self.model.trainable_variables)
        return loss

    def fit(self, data, epochs):
        for callback in self.callbacks:
            callback.on_train_begin()
        for epoch in range(epochs):
            train_loss.reset_state()
            for inputs, labels in data:
                train_loss.update_state(self.train_step(inputs, labels))
            logs = {"loss": float(train_loss.result())}
            for callback in self.callbacks:
                callback.on_epoch_end(epoch, logs)
            if self.stop_training:
                break
        for callback in self.callbacks:
            callback.on_train_end()
        return self

    def evaluate(self, data):
        total, count = 0.0, 0
        for inputs, labels in data:
            total += float(self.loss_fn(inputs, labels))
            count += 1
        return total / count


@dataclass
class Config:
    epochs: int = 3
    lr: float = 0.1
    name: str = "run"
    milestones: list = field(default_factory=lambda: [1, 2])

    def rate(self, epoch):
        return self.lr * 0.5 ** sum(1 for m in self.milestones if epoch >= m)


@bml.script
def with_callbacks():
    history = History()
    trainer = Trainer(small, sgd, small_loss, [history, PrintLogger(2)])
    trainer.fit(train_data, 4)
    print(history.epochs, [round(v, 4) for v in history.logs["loss"]])
    print(round(trainer.evaluate(test_data), 4))


@bml.script
def stopping_early():
    Trainer(small, sgd, small_loss, [EarlyStopping(patience=1, min_delta=0.5), PrintLogger()]).fit(train_data, 6)


@bml.script
def with_a_schedule():
    trainer = Trainer(small, sgd, small_loss, [Scheduler(warm(0.1, 0.5)), PrintLogger()])
    trainer.fit(train_data, 3)
    print(round(float(sgd.learning_rate), 4))


@bml.script
def two_trainers():
    one = Trainer(small, sgd, small_loss)
    two = Trainer(other, momentum, other_loss)
    print(round(one.fit(train_data, 2).evaluate(test_data), 4))
    print(round(two.fit(train_data, 2).evaluate(test_data), 4))
    for trainer in [one, two]:
        trainer.fit(train_data, 1)
        print(round(trainer.evaluate(test_data), 4))


@bml.script
def with_a_config(epochs: int = 2):
    config = Config(epochs=epochs, name="tiny")
    trainer = Trainer(small, sgd, small_loss)
    for epoch in range(config.epochs):
        sgd.learning_rate = config.rate(epoch)
        trainer.fit(train_data, 1)
    print(config, round(trainer.evaluate(test_data), 4))
