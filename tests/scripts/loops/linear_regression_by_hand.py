"""Gradient descent on two numbers, with lists of floats."""

import bml

train_X = [3.3, 4.4, 5.5, 6.71, 6.93, 4.168, 9.779, 6.182, 7.59, 2.167]
train_Y = [1.7, 2.76, 2.09, 3.19, 1.694, 1.573, 3.366, 2.596, 2.53, 1.221]
learning_rate = 0.01
training_epochs = 40
display_step = 10


def compute_error(b, w, points):
    total_error = 0
    for i in range(0, len(points)):
        x, y = points[i]
        total_error += (y - (w * x + b)) ** 2
    return total_error / float(len(points))


def step_gradient(b_current, w_current, points, lr):
    b_gradient = 0
    w_gradient = 0
    N = float(len(points))
    for i in range(0, len(points)):
        x = points[i][0]
        y = points[i][1]
        b_gradient += -(2 / N) * (y - ((w_current * x) + b_current))
        w_gradient += -(2 / N) * x * (y - ((w_current * x) + b_current))
    new_b = b_current - (lr * b_gradient)
    new_w = w_current - (lr * w_gradient)
    return [new_b, new_w]


@bml.script
def main():
    points = list(zip(train_X, train_Y))
    b, w = 0, 0
    print("Starting at b = {0}, w = {1}, error = {2}".format(b, w, compute_error(b, w, points)))
    for epoch in range(training_epochs):
        b, w = step_gradient(b, w, points, learning_rate)
        if (epoch + 1) % display_step == 0:
            print(
                "Epoch:",
                "%04d" % (epoch + 1),
                "cost=",
                "{:.9f}".format(compute_error(b, w, points)),
                "W=",
                round(w, 6),
                "b=",
                round(b, 6),
            )
    print("Optimization Finished!")
    return b, w
