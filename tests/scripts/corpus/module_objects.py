"""Lists, dictionaries and settings of the module, which scripts read."""

import argparse
from types import SimpleNamespace

MILESTONES = [2, 4]
RATES = [1, 0.5, 0.25]
STAGES = {"warmup": 0.1, "main": 1.0}
CONFIG = {"name": "net", "layers": [8, 4], "rate": 0.5, "inner": {"deep": (1, "two")}}
BY_NUMBER = {1: "one", 2: "two"}
NOTHING = []
PAIRS = [(1, "a"), (2, "b")]
SETUP = ("adam", [1, 2], {"rate": 0.5}, (3, [4.0]))
MATRIX = [[1, 2], [3, 4]]


def _twice(x):
    return 2 * x


def _decayed(base, every):
    def schedule(step):
        return base / (1 + step // every)

    return schedule


def _constant(value):
    def schedule(step):
        return value

    return schedule


SCHEDULES = {"constant": _constant(0.1), "decay": _decayed(0.4, 2)}
FUNCTIONS = [_twice, lambda x: x + 1]
_parser = argparse.ArgumentParser()
_parser.add_argument("--epochs", type=int, default=3)
_parser.add_argument("--lr", type=float, default=0.25)
_parser.add_argument("--name", default=None)
args = _parser.parse_args([])
settings = SimpleNamespace(limit=50, verbose=True, sizes=[1, 2], inner=SimpleNamespace(depth=2))


def _rate(epoch):
    return settings.limit * 0.5 ** sum(1 for m in MILESTONES if epoch >= m)


def _train(options, epochs=None):
    return options.lr * (epochs or options.epochs)


def lists():
    print(MILESTONES, len(MILESTONES), MILESTONES[-1], sum(RATES), RATES, max(RATES), 4 in MILESTONES, NOTHING)
    for k, rate in enumerate(RATES):
        print(k, rate)
    copied = list(MILESTONES)
    copied.append(6)
    print(copied, MILESTONES, [*MILESTONES, 8], MILESTONES[:1])
    print([a * len(b) for a, b in PAIRS], [sum(row) for row in MATRIX], MATRIX[1][0])


def tuples_with_lists():
    print(SETUP[0], SETUP[1], SETUP, len(SETUP), SETUP[2]["rate"], SETUP[3][1])
    name, sizes, options, (count, rates) = SETUP
    print(name, sum(sizes), options, count, rates)
    for size in SETUP[1]:
        print(size)
    SETUP[1].append(3)
    print(sizes, SETUP[1] is sizes)


def dictionaries():
    for name, factor in STAGES.items():
        print(name, factor)
    print(STAGES["main"], CONFIG["layers"], CONFIG["rate"], CONFIG["inner"]["deep"], BY_NUMBER[2], "x" in STAGES)
    print(CONFIG, BY_NUMBER, sorted(STAGES))


def settings_objects():
    print(args.epochs, args.lr, args.name, settings.verbose, settings.inner.depth, settings.sizes)
    print(_train(args), _train(args, epochs=2), _rate(3))
    if args.name is None and settings.verbose:
        print("none")
    return args.lr


def functions():
    for name, schedule in SCHEDULES.items():
        print(name, [schedule(step) for step in range(4)])
    print([f(5) for f in FUNCTIONS], SCHEDULES["decay"](4))


def the_same_object():
    return MILESTONES is MILESTONES
