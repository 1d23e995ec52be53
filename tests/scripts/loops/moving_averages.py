"""Exponential moving averages in closures, a window in a deque."""

from collections import deque

import bml

rewards = [1, 4, 2, 8, 5, 7, 3, 6]


def make_ema(beta=0.9):
    state = {"value": None}

    def update(x):
        state["value"] = x if state["value"] is None else beta * state["value"] + (1 - beta) * x
        return state["value"]

    return update


@bml.script
def main(window: int = 3):
    ema = make_ema(0.5)
    slow = make_ema()
    last = deque(maxlen=window)
    for i, r in enumerate(rewards):
        last.append(r)
        mean = sum(last) / len(last)
        print(f"{i}: reward {r} ema {ema(r):.4f} slow {slow(r):.4f} last {mean:.4f} max {max(last)}")
    print(list(last), last[0], last[-1], len(last) == last.maxlen)
    last.appendleft(10)
    print(last.popleft(), list(last))
