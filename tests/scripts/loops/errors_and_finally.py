"""Own exceptions, retries, finally."""

import bml


class DivergedError(Exception):
    def __init__(self, epoch, loss):
        super().__init__(f"diverged at epoch {epoch}: {loss}")
        self.epoch = epoch


def run_epoch(epoch, lr, w):
    w = w - lr * 2 * w
    if abs(w) > 10:
        raise DivergedError(epoch, w)
    return w


@bml.script
def train():
    lr = 2.5
    attempts = 0
    while True:
        attempts += 1
        w = 1.0
        try:
            for epoch in range(5):
                w = run_epoch(epoch, lr, w)
        except DivergedError as error:
            print("attempt", attempts, error, error.epoch)
            lr /= 2
        else:
            print("attempt", attempts, "converged to", w)
            break
        finally:
            print("lr", lr)
    try:
        print({"a": 1}["b"])
    except KeyError as e:
        print("missing", e)
