"""`sum` and `math.prod` of lists that turn out to hold no floats."""

# ruff: noqa
import math


def shown_at_once():
    xs = [x for x in [1.0, 2.5] if x > 5]
    print(sum(xs), math.prod(xs), str(sum(xs)), repr(math.prod(xs)), len(str(sum(xs))))
    print(f"{sum(xs)} {math.prod(xs)!r}", "%s" % sum(xs), "{}".format(sum(xs)), *xs, sum(x * 2 for x in xs))
    ys = []
    print(sum(ys), math.prod(ys), sum([-0.0]))
    ys.append(0.5)
    print(sum(ys), math.prod(ys), *ys, sum(ys))


def shown_by_a_format():
    xs = [x for x in [1.0, 2.5] if x > 5]
    total, digits = sum(xs), 2
    print(f"{total:.3f} {total:e} {total:g} {total:8.2%} {total:.{digits}f}", "%.2f %d" % (total, total))
    print("{:.1f}".format(2 * total), round(total), int(total), bool(total), total == 0, total < 1)


def made_floats():
    xs = [x for x in [1.0, 2.5] if x > 5]
    total = sum(xs)
    print(total / 2, total + 0.5, 1.0 * total, total**0.5, math.sqrt(total), float(total), math.fabs(-total))
    print(sum(xs, 0.0), math.prod(xs, start=1.0), sum(xs, 0.5), total / max(len(xs), 1), math.fsum(xs))
    total = sum(xs)
    total /= 3
    print(total)
    total = sum(xs)
    total += 0.25
    print(total)


def lists_that_have_items():
    weights = [0.5, 0.25]
    twice = [2 * w for w in weights]
    total, product = sum(twice), math.prod(w * v for w, v in zip(weights, twice))
    print(total, -total, round(total, 1), product, abs(product), total // 1, max(total, product))
    steps = sum(0.5 for _ in range(3))
    print(steps, sum(list(weights)) * 2, sum([1.0, 2.0]) * 2, sum((0.5, 0.5)) * 2)


def ordinary_loops():
    losses: list[float] = []
    history: list[float] = []
    best = 0.0
    total = 0.0
    for epoch in range(3):
        losses.append(0.5 * epoch)
        history.append(sum(losses) / len(losses))
        total += sum(losses)
        if sum(losses) > 1:
            best = max(best, sum(losses))
        print(epoch, f"{sum(losses):.2f} {best:.2f}", total, history)
    groups = {"a": [1.0], "b": [0.5, 0.25]}
    print(sorted(groups, key=lambda name: sum(groups[name])), max(groups.values(), key=sum))
    return sum(losses)


def lists_written_of_others():
    xs = [x for x in [1.0, 2.5] if x > 5]
    print(sum([*xs]), sum([*xs]) * 2, math.prod([*xs]), math.prod([*xs], start=2), math.prod((*xs, 0.5)))
    print(sum([*xs, 0.5]), math.prod(xs, start=3), math.prod([0.5], start=4))
