"""Methods and partial calls as values."""

import functools
from functools import partial


class _Log:
    def __init__(self, name):
        self.name = name
        self.lines = []

    def write(self, text, end="."):
        self.lines.append(f"{self.name}: {text}{end}")
        return len(self.lines)

    @classmethod
    def named(cls, name):
        return cls(name)

    @staticmethod
    def shout(text):
        return text.upper()


class _Loud(_Log):
    def write(self, text, end="!"):
        return super().write(self.shout(text), end)


class _Hooks:
    def __init__(self):
        self.hooks = []
        self.last = None

    def add(self, hook):
        self.hooks.append(hook)
        self.last = hook

    def run(self, text):
        return [hook(text) for hook in self.hooks]


def _report(text):
    return 10 * len(text)


def _scaled(x, by, offset=0):
    return x * by + offset


def bound_methods():
    log, loud = _Log("log"), _Loud("loud")
    hooks = _Hooks()
    for hook in (log.write, loud.write, _report):
        hooks.add(hook)
    print(hooks.run("one"), hooks.run("two"))
    print(log.lines, loud.lines)
    print(hooks.last("three") if hooks.last is not None else "none")


def bound_now():
    log = _Log("first")
    write = log.write
    log = _Log("second")
    write("x")
    log.write("y")
    print(write("z", end=";"), log.lines)


def of_classes():
    make, shout = _Log.named, _Log.shout
    log = make("made")
    log.write(shout("text"))
    return log.lines


def given_to_functions():
    log = _Log("key")
    print(sorted(["bb", "a", "ccc"], key=log.write), list(map(log.write, ["x", "y"])))
    return log.lines


def partials():
    double = partial(_scaled, by=2)
    add = functools.partial(_scaled, 3, 1)
    print(double(4), double(4, offset=1), add(), add(5))
    steps = [partial(_scaled, k, 10) for k in range(3)]
    print([step() for step in steps], [step(offset=1) for step in steps])


def partials_of_methods():
    log = _Log("log")
    write = partial(log.write, "said", end="?")
    write()
    write()
    again = partial(partial(_scaled, 2), 5)
    return log.lines, again()


def partials_as_keys():
    far = partial(lambda center, x: abs(x - center), 5)
    return sorted([1, 4, 9, 6], key=far), max([1, 4, 9], key=far)
