"""Epoch [1/3], Step [2/2]: total steps from len, total and correct counted."""

import keras
import numpy as np

import bml

num_epochs = 3
batch_size = 4
learning_rate = 0.1
x = np.linspace(0, 1, 16, dtype="float32").reshape(8, 2)
y = np.array([0, 0, 0, 0, 1, 1, 1, 1], dtype="int32")
train_loader = bml.Dataset.from_tensor_slices((x, y)).shuffle(seed=2).batch(batch_size)
model = keras.Sequential(
    [
        keras.Input((2,)),
        keras.layers.Dense(4, activation="relu", kernel_initializer="ones"),
        keras.layers.Dense(2, kernel_initializer="zeros"),
    ]
)
model.compile(optimizer=keras.optimizers.Adam(learning_rate), loss="mse")
criterion = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
optimizer = keras.optimizers.Adam(learning_rate)


@bml.function
def compute(images, labels):
    outputs = model(images, training=True)
    return criterion(labels, outputs), outputs


@bml.script
def train():
    total_step = len(train_loader)
    curr_lr = learning_rate
    for epoch in range(num_epochs):
        for i, (images, labels) in enumerate(train_loader):
            (loss, outputs), grads = bml.value_and_grad(compute, has_aux=True)(images, labels)
            optimizer.apply(grads, model.trainable_variables)
            if (i + 1) % 2 == 0:
                print(
                    "Epoch [{}/{}], Step [{}/{}], Loss: {:.4f}".format(
                        epoch + 1, num_epochs, i + 1, total_step, loss.item()
                    )
                )
        if (epoch + 1) % 2 == 0:
            curr_lr /= 3
            for_rate = curr_lr
            optimizer.learning_rate = for_rate
            print("learning rate now %.5f" % curr_lr)
    correct = 0
    total = 0
    for images, labels in train_loader:
        predicted = keras.ops.argmax(model(images), 1)
        total += labels.shape[0]
        correct += bml.ops.sum(bml.ops.cast(predicted == labels, "int32")).item()
    print("Test Accuracy of the model on the {} test images: {} %".format(total, 100 * correct / total))
