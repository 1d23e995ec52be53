"""Numbers of tensors on the host: printed, formatted, converted, compared, indexed."""

import math

import bml


@bml.function
def ramp(n):
    return bml.ops.arange(5, dtype="float32") * n


@bml.function
def counts():
    return bml.ops.arange(4)


@bml.function
def positive(x):
    return x > 1.0


@bml.script
def in_texts():
    x = bml.ops.mean(ramp(0.3))
    print(f"{x:.3f}", f"{x:8.2f}|", f"{float(x):e}")
    print("loss", float(x) > 0.5)
    print("%.2f and %d" % (float(x), int(x)))
    print("{:.1f}".format(float(x)))
    print(x)
    print("sum", bml.ops.sum(counts()), bml.ops.any(positive(ramp(1.0))))
    print(str(bml.ops.sum(counts())) + "!")


@bml.script
def conversions():
    x = ramp(0.9)
    print(int(x[4]), float(x[1]) == 0.9, bool(x[0]), bool(x[1]))
    print(int(counts()[3]), float(counts()[2]), bool(positive(x)[2]))
    print(round(float(x[3]), 2), math.floor(float(x[3])), x[2].item() > 1.7)
    third = int(x[3])
    print(isinstance(third, int), type(third).__name__)
    print(math.isfinite(float(x[0])))


@bml.script
def lists():
    print(counts().tolist(), positive(ramp(1.0)).tolist())
    rows = bml.ops.reshape(ramp(2.0)[:4], (2, 2)).tolist()
    for row in rows:
        print(row, sum(row))
    rows[0][0] = 7.0
    values = ramp(0.5).tolist()
    values.append(9.5)
    print(rows, max(values), len(values), sorted(values, reverse=True)[:2])
    return rows


@bml.script
def shapes():
    x = bml.ops.reshape(ramp(1.0)[1:], (2, 2))
    print(x.shape, len(x), x.shape[0] * x.shape[1], len(x.shape))
    a, b = x.shape
    print(a, b, x[0].shape, x[:, None].shape, x[..., 0].shape)
    for i in range(len(x)):
        print(i, float(x[i][0]), float(x[-1][i]))


@bml.script
def items_by_a_name(n: int = 5):
    x = ramp(1.5)
    total = 0.0
    for i in range(n):
        total += float(x[i])
    print(total, float(x[-1]), float(x[n - 1]))
    try:
        print(float(x[n]))
    except IndexError:
        print("no such item")


@bml.script
def comparisons(n: int = 3):
    x, y = bml.ops.sum(ramp(1.0)), bml.ops.sum(ramp(1.1))
    print(bool(x < y), bool(x > y), bool(x <= 10.0), bool(x >= 10), bool(1 < x))
    if x < y:
        print("less")
    if not x > y:
        print("not more")
    if x < y and y < 20 or x > 100:
        print("between")
    print(bool(bml.ops.equal(x, 10.0)), float(x) == 10.0, float(x) != float(y))
    while x < 40.0:
        x = x * 1.5
        n += 1
    assert x > 1, "too small"
    print(n, f"{x:.3f}", "big" if x > 41.0 else "small")


@bml.script
def bounds_of_numbers():
    xs = [bml.ops.sum(ramp(i * 0.5)) for i in range(4)]
    numbers = [float(x) for x in xs]
    print(max(numbers), min(numbers), numbers.index(max(numbers)), sum(numbers) / len(numbers))
    print(sum(float(x) for x in xs), any(float(x) > 10 for x in xs), all(x > -1.0 for x in xs))
    best = max(range(len(xs)), key=lambda i: numbers[i])
    print(best, sorted(numbers, key=lambda v: -v))
    return xs[best]


@bml.script
def logged():
    x = ramp(0.25)
    bml.log(mean=bml.ops.mean(x), any=bml.ops.any(positive(x)), count=bml.ops.sum(counts()), first=x[0], text="a")
    bml.log(step=1, loss=float(x[1]), ok=bool(x[1] > 0))
    bml.plot(step=1, loss=x[2])
    bml.progress(1, 2)
