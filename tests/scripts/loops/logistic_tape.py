"""Softmax regression on a tape over a data set that repeats."""

import keras
import numpy as np

import bml

x_train = np.array([[0.0, 0.1], [0.9, 1.0], [0.1, 0.0], [1.0, 0.8], [0.2, 0.2], [0.7, 0.9]], dtype="float32")
y_train = np.array([0, 1, 0, 1, 0, 1], dtype="int32")
W = bml.Variable(np.ones((2, 2), dtype="float32"), name="weight")
b = bml.Variable(np.zeros(2, dtype="float32"), name="bias")
train_data = bml.Dataset.from_tensor_slices((x_train, y_train)).shuffle(seed=3).batch(2)
optimizer = keras.optimizers.SGD(0.5)


def logistic_regression(x):
    return keras.ops.softmax(keras.ops.matmul(x, W) + b)


def cross_entropy(y_pred, y_true):
    y_true = keras.ops.one_hot(y_true, 2)
    y_pred = keras.ops.clip(y_pred, 1e-9, 1.0)
    return keras.ops.mean(-keras.ops.sum(y_true * keras.ops.log(y_pred), axis=1))


def accuracy(y_pred, y_true):
    correct_prediction = keras.ops.equal(keras.ops.argmax(y_pred, 1), keras.ops.cast(y_true, "int32"))
    return keras.ops.mean(keras.ops.cast(correct_prediction, "float32"))


@bml.script
def train(epochs: int = 3):
    step = 0
    for epoch in range(epochs):
        for batch_x, batch_y in train_data:
            step += 1
            with bml.GradientTape() as g:
                pred = logistic_regression(batch_x)
                loss = cross_entropy(pred, batch_y)
            gradients = g.gradient(loss, [W, b])
            optimizer.apply_gradients(zip(gradients, [W, b]))
            if step % 3 == 0:
                pred = logistic_regression(batch_x)
                acc = accuracy(pred, batch_y)
                print("step: %i, loss: %.5f, accuracy: %.3f" % (step, loss, acc))
    test_pred = logistic_regression(x_train)
    print("Test Accuracy: %f" % accuracy(test_pred, y_train))
