"""A schedule as a generator with next, and a warm restart."""

import math

import bml


def cosine_with_restarts(base_lr, period, mult=2):
    t = 0
    while True:
        yield base_lr * (1 + math.cos(math.pi * t / period)) / 2
        t += 1
        if t >= period:
            t = 0
            period *= mult


@bml.script
def train(steps: int = 10):
    schedule = cosine_with_restarts(0.1, 3)
    lrs = []
    for step in range(steps):
        lr = next(schedule)
        lrs.append(lr)
        print(f"step {step:02d} lr {lr:.4f}", "#" * int(lr * 100))
    print(f"{max(lrs):.3f} {min(lrs):.3f}")
