"""A script that reports, and draws numbers on the host."""

import random

import bml


@bml.function
def mean(values):
    return bml.ops.mean(values)


@bml.script
def train(count: int = 40):
    print("begin")

    def few():
        return bml.random.truncated_normal((2,))

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
    for _ in range(2):
        bml.log(one=mean(bml.random.normal((4, 3))), other=mean(bml.random.normal((4, 3))), fixed=mean(few()))
    with bml.timer("nothing") as timer:
        print("timed")
    print(timer.seconds < 60)


@bml.function
def doubled(x: bml.TensorSpec(("n", 1))):
    return 2.0 * x


@bml.script
def fitted(places: int = 3):
    xs = [float(i) for i in range(places)]
    bml.plot(x=xs, data=doubled([[0.0], [1.0], [2.0]]), style="dots")
    xs.append(9.0)  # which the report before does not see
    bml.plot(x=(0, 4), line=[0.5, 8.5])
    bml.plot(x=0.5, walk=mean(doubled([[0.5]])), note="so far")


@bml.function
def scaled(values: bml.TensorSpec((None, 3)), by: float):
    return values * by


@bml.function
def shades() -> bml.Image(1, 3):
    return bml.ops.reshape([0.0, 0.2, 1.5], (1, 1, 3, 1))
