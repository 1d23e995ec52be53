"""Losses collected and written as a bar chart of text; statistics by the statistics of lists."""

import sys

import bml

losses = {"SGD": [1.0, 0.6, 0.4, 0.3], "Adam": [0.9, 0.3, 0.15, 0.1]}


def sparkline(values, width=10):
    top = max(values)
    return ["#" * round(width * v / top) for v in values]


@bml.script
def show():
    for name, values in losses.items():
        mean = sum(values) / len(values)
        var = sum((v - mean) ** 2 for v in values) / (len(values) - 1)
        sys.stdout.write("%s: mean %.3f std %.3f\n" % (name, mean, var**0.5))
        sys.stdout.flush()
        for epoch, bar in enumerate(sparkline(values)):
            print(f"{epoch:>3} |{bar:<10}| {values[epoch]:.2f}", sep="")
    winner = min(losses, key=lambda name: losses[name][-1])
    print("winner", winner, sep=": ", end="!\n")
    print(sys.maxsize > 2**31, float("-inf") < 0)
