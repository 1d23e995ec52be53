"""A Trainer whose step records on a tape; a test pass; history returned."""

import keras
import numpy as np

import bml

x = np.linspace(0, 1, 16, dtype="float32").reshape(8, 2)
y = (x.sum(axis=1, keepdims=True) * 2).astype("float32")
train_ds = bml.Dataset.from_tensor_slices((x, y)).batch(4)
test_ds = bml.Dataset.from_tensor_slices((x[:4], y[:4])).batch(2)


class Trainer:
    def __init__(self, model, loss_fn, lr):
        self.model = model
        self.loss_fn = loss_fn
        self.optimizer = keras.optimizers.SGD(learning_rate=lr)
        self.history = {"train": [], "test": []}

    def train_step(self, inputs, targets):
        with bml.GradientTape() as tape:
            outputs = self.model(inputs, training=True)
            loss = self.loss_fn(targets, outputs)
        grads = tape.gradient(loss, self.model.trainable_variables)
        grads = [keras.ops.clip(g, -1.0, 1.0) for g in grads]
        self.optimizer.apply_gradients(zip(grads, self.model.trainable_variables))
        return loss

    def test_step(self, inputs, targets):
        return self.loss_fn(targets, self.model(inputs, training=False))

    def fit(self, train_ds, test_ds, epochs):
        for epoch in range(epochs):
            train_losses = [float(self.train_step(a, b)) for a, b in train_ds]
            test_losses = [float(self.test_step(a, b)) for a, b in test_ds]
            self.history["train"].append(np.mean(train_losses))
            self.history["test"].append(np.mean(test_losses))
            print(
                f"[{epoch + 1:>2}/{epochs}] train={self.history['train'][-1]:.4f} test={self.history['test'][-1]:.4f}"
            )
        return self.history


model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, kernel_initializer="zeros")])
trainer = Trainer(model, keras.losses.MeanSquaredError(), lr=0.1)


@bml.script
def main():
    history = trainer.fit(train_ds, test_ds, epochs=3)
    print(sorted(history.keys()), len(history["test"]))
