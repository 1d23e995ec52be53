"""Logistic regression in NumPy: shuffled minibatches of index arrays."""

import numpy as np

import bml

X = np.array([[0.5, 1.2], [1.0, -0.3], [-0.7, 0.4], [2.1, 1.1], [-1.4, -0.8], [0.2, 0.9], [1.7, 0.3], [-0.3, -1.2]])
y = np.array([1, 1, 0, 1, 0, 1, 1, 0])


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


@bml.script
def train(epochs: int = 20, batch_size: int = 4, lr: float = 0.5):
    np.random.seed(2)
    w = np.zeros(X.shape[1])
    b = 0.0
    for epoch in range(epochs):
        idx = np.random.permutation(len(X))
        epoch_loss = 0.0
        for start in range(0, len(X), batch_size):
            batch = idx[start : start + batch_size]
            xb, yb = X[batch], y[batch]
            p = sigmoid(xb @ w + b)
            epoch_loss += -np.sum(yb * np.log(p) + (1 - yb) * np.log(1 - p))
            grad = xb.T @ (p - yb) / len(yb)
            w -= lr * grad
            b -= lr * np.mean(p - yb)
        if epoch % 5 == 4:
            accuracy = np.mean((sigmoid(X.dot(w) + b) > 0.5) == y)
            print(f"epoch {epoch:3d}  loss {epoch_loss / len(X):.6f}  accuracy {accuracy:.2%}")
    print(np.round(w, 4), round(float(b), 4))
