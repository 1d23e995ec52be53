"""A script that reports, and draws numbers on the host."""

import bml
from bml import random


@bml.script
def train(count: int = 40):
    print("begin")
    best = 10.0
    for step in range(count):
        loss = random.uniform(0.0, 1.0) / (step + 1)
        if loss < best:
            best = loss
        bml.log(step=step, loss=loss, best=loss == best, note="warm")
        bml.plot(step=step, reward=step * 0.5 - 4.0)
        bml.progress(step + 1, count)
    bml.log(step=count, total=123456, share=0.15625, val_loss=best)
    print("drawn", random.randint(0, 10**6), random.choice(["a", "b", "c"]))


@bml.function
def scaled(values: bml.TensorSpec((None, 3)), by: float):
    return values * by
