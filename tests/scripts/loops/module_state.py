"""Two scripts that share a history of the file: what one appends, the next sees."""

import bml

history = []
best = {"loss": 10.0, "epoch": -1}
counters = [0, 0]


def remember(epoch, loss):
    history.append((epoch, loss))
    if loss < best["loss"]:
        best["loss"] = loss
        best["epoch"] = epoch


@bml.script
def train(epochs: int = 4):
    counters[0] += 1
    start = len(history)
    for epoch in range(start, start + epochs):
        remember(epoch, 1 / (1 + epoch) + (0.5 if epoch == 3 else 0))
    print(counters, len(history), best)


@bml.script
def show():
    counters[1] += 1
    print("seen", len(history), best["epoch"], counters[1])
