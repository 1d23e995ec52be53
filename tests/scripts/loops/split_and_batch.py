"""Shuffles pairs, splits them, walks through minibatches by slices; unpacking with *."""

import random

import bml


def minibatches(pairs, size):
    return [pairs[i : i + size] for i in range(0, len(pairs), size)]


def point(x, y, label):
    return f"({x}, {y}) is {label}"


@bml.script
def main(batch_size: int = 3):
    random.seed(42)
    samples = [(i, i * i, "even" if i % 2 == 0 else "odd") for i in range(10)]
    random.shuffle(samples)
    split = int(0.8 * len(samples))
    train, test = samples[:split], samples[split:]
    for epoch in range(2):
        for n, batch in enumerate(minibatches(train, batch_size)):
            xs, ys, labels = zip(*batch)
            print(epoch, n, list(xs), sum(ys), labels.count("even"))
    for sample in test:
        print(point(*sample))
    (first, *_), last = train[0], train[-1]
    print(first, last[1:])
