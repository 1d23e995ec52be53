"""Plain functions of the file, called by scripts."""

import math

MILESTONES = (2, 4)


def _clip(x, low=0.0, high=1.0):
    return max(low, min(high, x))


def _moving_average(values, window=3):
    out = []
    for i in range(len(values)):
        part = values[max(0, i - window + 1) : i + 1]
        out.append(sum(part) / len(part))
    return out


def _rate(epoch, base=0.1, *, gamma=0.5):
    passed = sum(1 for m in MILESTONES if epoch >= m)
    return base * gamma**passed


def _describe(value, digits=2):
    if isinstance(value, float):
        return f"{value:.{digits}f}"
    if isinstance(value, list):
        return "[" + ", ".join(_describe(v, digits) for v in value) + "]"
    return str(value)


def _flatten(tree):
    if isinstance(tree, list):
        out = []
        for branch in tree:
            out += _flatten(branch)
        return out
    return [tree]


def _is_even(n):
    return True if n == 0 else _is_odd(n - 1)


def _is_odd(n):
    return False if n == 0 else _is_even(n - 1)


def _apply(function, *, to):
    return [function(each) for each in to]


def _twice(x):
    return x + x


def _last(pair):
    return pair[-1]


def _compose(first, second):
    def composed(x):
        return second(first(x))

    return composed


def _constant_rate(value):
    def schedule(step):
        return value

    return schedule


def _decayed(base, every):
    def schedule(step):
        return base / (1 + step // every)

    return schedule


def _halve(x):
    return x / 2


def _never_called(x):
    return x


_SCHEDULE = _decayed(0.4, 2)
_square = lambda x: x * x  # noqa: E731
_pair = (lambda x: x + 1), (lambda x: x + 2)


def _early(values):
    for k, value in enumerate(values):
        if value < 0:
            return k
    return None


def _count_down(n):
    steps = 0
    while n > 0:
        n -= 1
        steps += 1
    return steps


def _fail(x):
    raise ValueError(f"no {x}")


def _log(text):
    print("log:", text)


def rates():
    for epoch in range(6):
        lr = _rate(epoch, base=0.4)
        print(f"epoch {epoch} lr={lr:.4f} clipped={_clip(lr, high=0.2)} {_clip(epoch, 1, 4)}")


def averages():
    print(_moving_average([1, 2, 3, 4]), _moving_average([0.5, 1.0], window=2))
    total, best = 0, math.inf
    for loss in _moving_average([3.0, 1.0, 2.0]):
        total += loss
        best = min(best, loss)
    print(total, best)
    return total


def descriptions():
    print(_describe([1, 2]), _describe(0.125), _describe([0.5, 2.0], digits=1), _describe("x"))
    print(_describe([[1.0], [2.0]]))


def flattened():
    return _flatten([1, [2, [3, 4]], 5])


def mutual_recursion():
    return [_is_even(n) for n in range(5)]


def given_as_values():
    print(_apply(_twice, to=[1, 2]), _apply(lambda x: -x, to=[1, 2]))


def as_keys():
    pairs = [(1, "c"), (2, "a"), (3, "b")]
    print(sorted(pairs, key=_last), max(pairs, key=_last), list(map(_twice, [1, 2])))


def in_containers():
    table = {"twice": _twice, "square": _square}
    return [table[name](3) for name in ("twice", "square")]


def composed():
    return _compose(_twice, _halve)(5)


def of_a_factory():
    schedules = [_constant_rate(0.1), _decayed(0.4, 2)]
    print(_SCHEDULE(4), [schedule(3) for schedule in schedules])


def named_anew():
    function = _twice
    print(function(2), function(0.5))


def chosen():
    for flag in (True, False):
        function = _twice if flag else _halve
        print(function(3))


def never_called():
    functions = [_never_called]
    return len(functions)


def early_returns():
    return [_early([1, -2]), _early([])]


def that_waits():
    return _count_down(3) + _count_down(0)


def that_raises():
    try:
        _fail("luck")
    except ValueError as error:
        print(error)
    _fail("chance")


def that_prints():
    _log(1)
    _log("two")
    print(_log(None))


def late_binding():
    functions = []
    for k in range(3):
        functions.append(lambda: k)
    return [function() for function in functions]
