"""Unpacking, with and without a rest, of lists and of what zip and items make."""

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
def stars(n: int = 3):
    xs = [f(i) for i in range(5)]
    first, *rest = xs
    xs.clear()
    a, *middle, z = rest
    *head, last = [f(n), f(1)]
    p, *q = (a, z, last)
    print(float(first), len(rest), [float(m) for m in middle], float(z), len(head), float(last), len(q))
    _, *d = reversed(rest)
    return rest, d


@bml.script
def renamed(n: int = 3):
    n = f(n)

    def g2(k):
        k = f(k)
        return f(k)

    print(float(n), float(g2(2)))
    return n


@bml.script
def tuples(n: int = 3):
    xs, ys = [f(n), f(1)], [f(2), f(n)]
    a, _ = zip(xs, ys)
    first, *rest = enumerate(xs)
    best = max(zip([1, 2], xs), key=lambda p: p[0])
    d = {"a": f(n), "b": f(2)}
    p, q = d.items()
    everything = [list(zip(xs, ys)), sorted(zip(xs, ys), key=lambda p: 1)]
    d.clear()
    xs.clear()
    print(float(a[1]), first[0], len(rest), float(best[1]), p[0], float(q[1]), float(everything[0][0][1]))
