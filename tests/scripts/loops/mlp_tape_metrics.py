"""The quickstart for experts: a tape, a train step, metrics that are reset each epoch."""

import keras
import numpy as np

import bml

x = np.arange(24, dtype="float32").reshape(12, 2) / 24
y = np.array([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1], dtype="int32")
train_ds = bml.Dataset.from_tensor_slices((x, y)).batch(4)
test_ds = bml.Dataset.from_tensor_slices((x[::2], y[::2])).batch(3)
model = keras.Sequential(
    [
        keras.Input((2,)),
        keras.layers.Dense(4, activation="relu", kernel_initializer="ones"),
        keras.layers.Dense(2, kernel_initializer="zeros"),
    ]
)
loss_object = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
optimizer = keras.optimizers.Adam(0.05)
train_loss = keras.metrics.Mean(name="train_loss")
train_accuracy = keras.metrics.SparseCategoricalAccuracy(name="train_accuracy")
test_loss = keras.metrics.Mean(name="test_loss")
test_accuracy = keras.metrics.SparseCategoricalAccuracy(name="test_accuracy")


@bml.function
def train_step(images, labels):
    with bml.GradientTape() as tape:
        predictions = model(images, training=True)
        loss = loss_object(labels, predictions)
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    train_loss(loss)
    train_accuracy(labels, predictions)


@bml.function
def test_step(images, labels):
    predictions = model(images, training=False)
    t_loss = loss_object(labels, predictions)
    test_loss(t_loss)
    test_accuracy(labels, predictions)


@bml.script
def main(EPOCHS: int = 3):
    for epoch in range(EPOCHS):
        train_loss.reset_state()
        train_accuracy.reset_state()
        test_loss.reset_state()
        test_accuracy.reset_state()
        for images, labels in train_ds:
            train_step(images, labels)
        for test_images, test_labels in test_ds:
            test_step(test_images, test_labels)
        print(
            f"Epoch {epoch + 1}, "
            f"Loss: {train_loss.result():0.4f}, "
            f"Accuracy: {train_accuracy.result() * 100:0.2f}, "
            f"Test Loss: {test_loss.result():0.4f}, "
            f"Test Accuracy: {test_accuracy.result() * 100:0.2f}"
        )
