"""Loops: what is carried from step to step, and every way out."""

import bml


@bml.function
def f(x):
    return bml.ops.sin(x) * 0.5 + 0.6


@bml.function
def g(x, y):
    return x * 0.5 + y * 0.25


@bml.function
def both(x):
    return x * 0.5, x + 0.25


@bml.script
def carried(n: int = 5):
    x = f(n)
    for i in range(n):
        y = f(x)
        x = g(x, y)
    return x


@bml.script
def leaving(n: int = 5):
    x = f(n)
    for i in range(n):
        y = g(f(x), x)
        if i == 1:
            continue
        if float(y) > 0.9:
            break
        x = f(y)
    else:
        print("to the end", float(x))
    print(float(x))


@bml.script
def early_return(n: int = 5):
    best = f(n)
    for i in range(n):
        candidate = f(i)
        if float(candidate) > float(best):
            return candidate
        best = g(best, candidate)
    return best


@bml.script
def nested(n: int = 3):
    total = 0.0
    for i in range(n):
        x = f(i)
        for j in range(n):
            y = g(x, f(j))
            if j == i:
                break
            total += float(y)
        x = f(x)
        total += float(x)
    print(total)


@bml.script
def tested(n: int = 3):
    x = f(n)
    steps = 0
    while float(f(x)) < 0.95 and steps < 6:
        x = g(x, f(x))
        steps += 1
    else:
        print("done", steps)
    print(float(x))


@bml.script
def target_after_the_loop(n: int = 3):
    tensors = [f(n), f(n + 1)]
    last = f(n)
    for last in tensors:
        print(float(last))
    tensors = []
    return last


@bml.script
def thousands(n: int = 10000):
    x = f(n)
    recent = [x]
    for i in range(n):
        x = g(x, f(recent[0]))
        recent.append(x)
        if len(recent) > 5:
            recent.pop(0)
    return float(x) > 0


@bml.script
def tested_and_set_anew(n: int = 3):
    x, steps = f(n), 0
    while float(x) < 5 and steps < n:
        steps += 1
        x = f(steps)
    return steps
