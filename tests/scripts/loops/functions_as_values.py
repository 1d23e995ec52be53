"""Losses, metrics and updates chosen by name from dictionaries of functions."""

import bml


def mse(y, p):
    return sum((a - b) ** 2 for a, b in zip(y, p)) / len(y)


def mae(y, p):
    return sum(abs(a - b) for a, b in zip(y, p)) / len(y)


def make_momentum(beta):
    velocity = [0.0]

    def update(w, g, lr):
        velocity[0] = beta * velocity[0] + g
        return w - lr * velocity[0]

    return update


LOSSES = {"mse": mse, "mae": mae}


@bml.script
def main():
    updates = {"sgd": lambda w, g, lr: w - lr * g, "momentum": make_momentum(0.9)}
    xs, ys = [1.0, 2.0, 3.0], [2.0, 4.0, 6.0]
    for name, update in updates.items():
        w = 0.0
        for step in range(5):
            g = sum(2 * (w * x - y) * x for x, y in zip(xs, ys)) / len(xs)
            w = update(w, g, 0.05)
        values = {metric: fn(ys, [w * x for x in xs]) for metric, fn in LOSSES.items()}
        print(f"{name:>10}: w={w:.4f}", ", ".join(f"{k}={v:.4f}" for k, v in sorted(values.items())))
