"""Elapsed and remaining time as hours, minutes and seconds."""

import time
from time import perf_counter

import bml


def format_time(seconds):
    minutes, seconds = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return "%d:%02d:%02d" % (hours, minutes, seconds)


def as_minutes(s):
    m = int(s // 60)
    s -= m * 60
    return "%dm %ds" % (m, s)


@bml.script
def train(epochs: int = 3):
    start = time.time()
    tic = perf_counter()
    for epoch in range(epochs):
        pretended = (epoch + 1) * 1234.5
        percent = (epoch + 1) / epochs
        rest = pretended / percent - pretended
        print("%s (- %s) (%d %d%%)" % (as_minutes(pretended), as_minutes(rest), epoch, percent * 100))
        print(format_time(pretended))
    elapsed = time.time() - start
    print(elapsed >= 0, perf_counter() - tic < 60, f"{elapsed * 0:.2f}s", round(elapsed) < 60)
