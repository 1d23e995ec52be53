"""A line by gradient descent on a tape, as the first example of TensorFlow's tutorials."""

import numpy as np

import bml

X = np.array([3.3, 4.4, 5.5, 6.71, 6.93, 4.168, 9.779, 6.182], dtype="float32")
Y = np.array([1.7, 2.76, 2.09, 3.19, 1.694, 1.573, 3.366, 2.596], dtype="float32")
learning_rate = 0.01
training_steps = 30
display_step = 10
W = bml.Variable(0.5, name="weight")
b = bml.Variable(-0.25, name="bias")
optimizer = bml.optimizers.SGD(learning_rate)


def linear_regression(x):
    return W * x + b


def mean_square(y_pred, y_true):
    return bml.ops.mean(bml.ops.square(y_pred - y_true))


def run_optimization():
    with bml.GradientTape() as g:
        pred = linear_regression(X)
        loss = mean_square(pred, Y)
    gradients = g.gradient(loss, [W, b])
    optimizer.apply_gradients(zip(gradients, [W, b]))


@bml.script
def train():
    for step in range(1, training_steps + 1):
        run_optimization()
        if step % display_step == 0:
            pred = linear_regression(X)
            loss = mean_square(pred, Y)
            print("step: %i, loss: %f, W: %f, b: %f" % (step, loss, W.numpy(), b.numpy()))
