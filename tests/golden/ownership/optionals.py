"""Values that may be None, and values chosen by tests."""

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
def best_so_far(n: int = 5):
    best = None
    for i in range(n):
        x = f(i)
        if best is None or float(x) > float(best):
            best = x
    return best


@bml.script
def chosen(n: int = 3):
    x = f(n)
    y = f(x) if n > 2 else x
    z = x if n > 5 else y
    print(float(y), float(z))


@bml.script
def tests_of_tensors(n: int = 3):
    x = f(n)
    if float(f(x)) > 0.5 and 0.1 < float(x) < float(f(f(x))):
        print("between")
    assert float(f(x)) > 0.0, f"not {float(f(x))}"


@bml.script
def lists_or_none(n: int = 3):
    total = None
    for i in range(n):
        parts = [f(i), f(i + 1)]
        total = parts if total is None else [g(a, b) for a, b in zip(total, parts)]
    if total is not None:
        print([float(part) for part in total])
    return total


@bml.script
def reset(n: int = 4):
    held = None
    for i in range(n):
        if held is not None and i % 2 == 0:
            print(float(held))
            held = None
        else:
            held = f(i)
    return held
