"""A network of lists, its gradients checked against differences."""

import math

import bml


def forward(w, x):
    h = [math.tanh(sum(wi * xi for wi, xi in zip(row, x))) for row in w["hidden"]]
    out = sum(v * a for v, a in zip(w["out"][0], h))
    return h, out


def loss(w, x, y):
    return 0.5 * (forward(w, x)[1] - y) ** 2


def backward(w, x, y):
    h, out = forward(w, x)
    d = out - y
    grads = {"out": [[d * a for a in h]], "hidden": []}
    for j in range(len(h)):
        dh = d * w["out"][0][j] * (1 - h[j] ** 2)
        grads["hidden"].append([dh * xi for xi in x])
    return grads


@bml.script
def check(eps: float = 1e-5):
    w = {"hidden": [[0.1, -0.2], [0.4, 0.3]], "out": [[0.5, -0.6]]}
    x, y = [1.0, 2.0], 0.3
    grads = backward(w, x, y)
    worst = 0
    for name in w:
        for i in range(len(w[name])):
            for j in range(len(w[name][i])):
                old = w[name][i][j]
                w[name][i][j] = old + eps
                up = loss(w, x, y)
                w[name][i][j] = old - eps
                down = loss(w, x, y)
                w[name][i][j] = old
                numeric = (up - down) / (2 * eps)
                worst = max(worst, abs(numeric - grads[name][i][j]))
                print(name, (i, j), "%.6f %.6f" % (numeric, grads[name][i][j]))
    print("ok" if worst < 1e-7 else "wrong")
