"""Objects of the module that scripts change: one script's changes are seen by the others of its run."""

import argparse
from types import SimpleNamespace

HISTORY = []
BY_NAME = {"loss": []}
MATRIX = [[1, 2], [3, 4]]
SETTINGS = SimpleNamespace(rate=0.1, steps=0, inner=SimpleNamespace(depth=1))
args = argparse.Namespace(epochs=3, lr=0.5)


class Counter:
    total = 0
    made = []

    def __init__(self, name):
        self.name = name
        Counter.total += 1
        self.number = Counter.total
        Counter.made.append(name)

    @classmethod
    def reset(cls):
        cls.total = 0
        cls.made.clear()

    @staticmethod
    def double(x):
        return 2 * x


class Named(Counter):
    label = "named"


class Logger:
    def __init__(self, history, prefix="log"):
        self.history = history
        self.prefix = prefix
        self.lines = 0

    def log(self, text):
        self.history.append(f"{self.prefix}: {text}")
        self.lines += 1
        return self

    def __len__(self):
        return len(self.history)


logger = Logger(HISTORY)
LOGGERS = [logger, Logger(HISTORY, "other")]


class Node:
    def __init__(self, name):
        self.name = name
        self.parent = None
        self.children = []

    def add(self, child):
        child.parent = self
        self.children.append(child)


root = Node("root")
root.add(Node("left"))
root.add(Node("right"))


def _counting():
    counts = {"calls": 0}

    def call(step):
        counts["calls"] += step
        return counts["calls"]

    return call, counts


count, counts = _counting()
CALLBACKS = {"log": logger.log, "count": count}


def lists():
    HISTORY.append("a")
    HISTORY.extend(["b", "c"])
    HISTORY[0] = "A"
    print(HISTORY, len(HISTORY), HISTORY is HISTORY)
    BY_NAME["loss"].append(0.5)
    BY_NAME["acc"] = [1]
    print(BY_NAME)
    MATRIX[0][1] = 7
    MATRIX.append([5])
    print(MATRIX)
    del HISTORY[1]
    HISTORY.sort()
    print(HISTORY.pop(), HISTORY)


def class_attributes():
    Counter.reset()
    a, b = Counter("a"), Counter("b")
    print(Counter.total, a.total, a.number, b.number, Named.total, Counter.made)
    Counter.reset()
    print(Counter.total, Counter.double(4), a.double(3), Named.made)
    c = Named("c")
    print(Named.total, c.label, Named.label, c.name)
    a.total = 7
    print(a.total, b.total, Counter.total)
    Named.label = "other"
    print(c.label)


def settings():
    SETTINGS.rate *= 0.5
    SETTINGS.steps += 1
    SETTINGS.inner.depth = 4
    args.lr = 0.25
    print(SETTINGS.rate, SETTINGS.steps, SETTINGS.inner.depth, args.lr, args.epochs)


def objects():
    logger.log("one").log("two")
    print(HISTORY, len(logger), logger.lines, LOGGERS[0] is logger)
    for each in LOGGERS:
        each.log("x")
        each.prefix = each.prefix.upper()
    print(HISTORY, [each.lines for each in LOGGERS], logger.history is HISTORY)
    logger.lines = 0
    logger.extra = "new"
    print(logger.lines, logger.extra)


def circles():
    root.add(Node("third"))
    print([child.name for child in root.children], root.children[0].parent is root)
    last = root.children[2].parent
    if last is not None:
        print(last.name, last is root)
    root.children[0].name = "LEFT"
    print(root.children[0].name, root.parent is None)


def closures():
    print(count(2), count(3), counts["calls"], counts)
    counts["calls"] = 10
    print(CALLBACKS["count"](1), counts)
    CALLBACKS["log"]("by a method")
    print(HISTORY)
