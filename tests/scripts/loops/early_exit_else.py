"""for with else, break and continue; a patience that runs out; NaN that is skipped."""

import math

import bml

losses = [0.9, float("nan"), 0.7, 0.71, 0.72, 0.3]


@bml.script
def train(patience: int = 2):
    best = math.inf
    bad = 0
    skipped = []
    for step, loss in enumerate(losses):
        if math.isnan(loss):
            skipped.append(step)
            print("step", step, "loss is nan, skipped")
            continue
        if loss < best - 1e-3:
            best, bad = loss, 0
        else:
            bad += 1
        print("step", step, "best", best, "bad", bad)
        if bad >= patience:
            print("out of patience")
            break
    else:
        print("all steps done")
    return {"best": best, "skipped": skipped}
