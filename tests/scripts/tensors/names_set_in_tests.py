"""Names that tests set, of what tensors hold."""

import bml
from bml import ops


def scaled(k):
    return ops.convert_to_tensor([1.0, 2.0]) * k


def total(x):
    return round(float(ops.sum(x)), 3)


@bml.script
def loops_and_branches():
    i = 0
    xs = [scaled(1)]
    while (k := total(xs[-1])) < 16:
        xs.append(xs[-1] * 2)
        if (z := total(xs[-1])) > 3 and (w := total(xs[0])):
            print(k, z, w)
    print(i, k)


@bml.script
def tests_of_many_kinds():
    xs = [scaled(1), scaled(2)]
    while xs and (k := total(xs.pop())) < 16:
        print(k)
    if (y := total(scaled(1))) > 1 and y:
        print(y)
    print([y for v in [1, 2] if (y := total(scaled(v))) > 3], y)

    def g():
        return total(scaled(1))

    n = 0
    while (m := g() + n) < 6:
        n += 1
    print(m, n)
    while not (m := g() + n) > 16:
        n += 1
    print(m)
    while (q := total(scaled(n)) if n else 3.0) < 1:
        pass
    print(q)
    while 0 < (e := total(scaled(n))) < 1:
        pass
    print(e)
    while (u := scaled(n))[0] > 9:
        n -= 1
    print(total(u))
    while (h := next(iter([total(scaled(1))]), None)) is not None and n:
        n = 0
    print(h)
