"""References that Python's own functions take, keep or give back: defaults, pairs of iterators, names of loops."""

import bml
import bml.ops as ops


@bml.function
def f(x):
    return ops.sin(ops.cast(x, "float32"))


@bml.script
def defaults(n: int = 3):
    seen = {0: f(n)}
    a = seen.setdefault(0, f(n + 1))
    b = seen.setdefault(1, f(n + 2))
    c = seen.pop(5, a)
    d = seen.pop(1, a)
    seen.update({0: f(7), 3: b})
    seen.update([(4, d)])
    print(float(a), float(b), float(c), float(d), len(seen), float(seen[0]))


@bml.script
def out_of_range(n: int = 3):
    xs = [f(n)]
    try:
        xs[5] = f(n)
    except IndexError as error:
        print(error)
    xs[0] = f(n + 1)
    print(float(xs[0]))


@bml.script
def aliases(n: int = 3):
    buffer = [(f(n), 1), (f(n + 1), 2)]
    kept = buffer[0]
    a, b = buffer.pop(0)
    best = max(zip([1, 2], [f(1), f(2)]), key=lambda p: p[0])
    xs = [f(4)]
    xs += [f(5), xs[0]]
    ys = [f(6)]
    xs[0:1] = ys
    for x in xs:
        xs = [f(9)]
        y = x
    for k, (p, q) in enumerate([(f(1), f(2))]):
        r = q
    print(float(a), b, float(kept[0]), float(best[1]), len(xs), float(y), float(r), float(ys[0]))
