"""Functions that clear, replace or pop what they were given, or what lies around, while their callers look at it."""

import bml
import bml.ops as ops


def made(value):
    return ops.full((2,), value)


def total(x):
    return float(ops.sum(x))


def cleared(xs):
    xs.clear()
    return len(xs)


def popped(xs, x):
    xs.pop(0)
    return total(x)


def replaced(table, x):
    table["a"] = made(9.0)
    table["b"] = x
    return total(x) + total(table["a"])


def last_of(xs):
    return xs.pop()


def swapped(xs):
    xs[0], xs[-1] = xs[-1], xs[0]
    xs[1:] = [made(0.5)]
    return xs[0]


def applied(function, xs):
    first = xs[0]
    function()
    return total(first)


@bml.script
def lists():
    xs = [made(1.0), made(2.0), made(3.0)]
    ys = xs
    print(popped(xs, xs[0]), len(ys))
    first = xs[0]
    print(popped(ys, first), total(first))
    x = last_of(xs)
    print(total(x), len(ys), cleared([x, x]), total(x))
    zs = [made(4.0), made(5.0), made(6.0)]
    y = zs[0]
    z = swapped(zs)
    print(total(y), total(z), len(zs), cleared(zs), total(z))


@bml.script
def in_loops():
    xs = [made(1.0), made(2.0), made(3.0)]
    for x in xs:
        cleared(xs)
        print(total(x))
    ys = [made(4.0), made(5.0)]
    for k, y in enumerate(ys):
        if k == 0:
            print(popped(ys, y))
        print(k, total(y))
    for a, b in zip([made(6.0)], [made(7.0)]):
        pair = [a, b]
        print(cleared(pair), total(a) + total(b))
    zs = [made(1.0), made(2.0)]
    print([(total(z), cleared(zs)) for z in zs], any(cleared([z]) == 0 and total(z) > 3.0 for z in ys))


@bml.script
def tables():
    table = {"a": made(1.0), "b": made(2.0)}
    print(replaced(table, table["a"]), total(table["b"]))
    kept = table["a"]
    print(replaced(table, table.get("c", kept)), total(kept))
    for key, value in list(table.items()):
        table.pop(key)
        print(key, total(value), len(table))
    rows = {0: [made(3.0)]}
    row = rows.setdefault(0, [])
    rows[0] = [made(4.0)]
    print(total(row[0]), total(rows[0][0]))


@bml.script
def functions_as_values():
    xs = [made(1.0), made(2.0), made(3.0)]
    print(applied(lambda: xs.clear(), xs), len(xs))
    ys = [made(4.0), made(5.0)]
    forget = (lambda: ys.clear()) if len(xs) else (lambda: ys.pop(0))
    print(applied(forget, ys), len(ys))

    def rank(x):
        if len(zs) > 1:
            zs.pop()
        return -total(x)

    zs = [made(6.0), made(7.0), made(8.0)]
    best = min([made(1.0), made(2.0)], key=rank)
    print(total(best), len(zs), [total(z) for z in zs])


@bml.script
def that_fail():
    xs = [made(1.0), made(2.0)]

    def half_way(x):
        xs.clear()
        if total(x) < 3.0:
            raise ValueError("small")
        return x

    try:
        half_way(xs[0])
    except ValueError as error:
        print(error, len(xs))
    xs.append(made(5.0))
    return half_way(xs[-1]), len(xs)


def repeated(xs, times):
    xs *= times
    return len(xs)


@bml.script
def repeats():
    xs = [made(1.0), made(2.0)]
    ys = xs
    first = xs[0]
    print(repeated(ys, 2), len(xs), [total(x) for x in xs])
    xs *= 1
    table = {"rows": xs}
    table["rows"] *= 2
    print(len(ys), total(xs[-1]), total(first))
    print(repeated(xs, 0), len(ys), total(first))
