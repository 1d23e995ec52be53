"""Files that import TensorFlow for its tape and its functions."""

import keras
import numpy as np
import tensorflow as tf

import bml

x = np.array([[0.0, 1.0], [1.0, -1.0], [2.0, 0.5], [3.0, 2.0]], dtype="float32")
y = np.array([[1.0], [3.0], [5.0], [7.0]], dtype="float32")
data = bml.Dataset.from_tensor_slices((x, y)).batch(2)
keras.utils.set_random_seed(3)
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3, activation="tanh"), keras.layers.Dense(1)])
optimizer = tf.keras.optimizers.Adam(0.05)
loss_fn = tf.keras.losses.MeanSquaredError()
metric = keras.metrics.Mean()


@bml.script
def classic():
    for inputs, labels in data:
        with tf.GradientTape() as tape:
            loss = loss_fn(labels, model(inputs, training=True))
        gradients = tape.gradient(loss, model.trainable_weights)
        optimizer.apply_gradients(zip(gradients, model.trainable_weights))
        print(f"{float(loss):.4f}")


@tf.function
def train_step(inputs, labels):
    with tf.GradientTape() as tape:
        loss = loss_fn(labels, model(inputs, training=True))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    metric.update_state(loss)
    return loss


@bml.script
def of_a_function():
    for epoch in range(2):
        for inputs, labels in data:
            loss = train_step(inputs, labels)
            print(epoch, f"{float(loss):.4f}")
        print(f"{float(metric.result()):.4f}")
        metric.reset_state()


class Trainer:
    def __init__(self, model, optimizer):
        self.model = model
        self.optimizer = optimizer
        self.history = []

    def loss(self, inputs, labels):
        return loss_fn(labels, self.model(inputs, training=True))

    @tf.function
    def step(self, inputs, labels, scale=1.0):
        with tf.GradientTape() as tape:
            loss = self.loss(inputs, labels) * scale
        gradients = tape.gradient(loss, self.model.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.model.trainable_variables))
        return loss

    def fit(self, data):
        for inputs, labels in data:
            self.history.append(float(self.step(inputs, labels, scale=2.0)))


@bml.script
def trainer():
    one = Trainer(model, optimizer)
    one.fit(data)
    print([round(loss, 4) for loss in one.history])
