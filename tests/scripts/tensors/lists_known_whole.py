"""Lists that are known whole, made of variables, are lists: their texts, slices and classes."""
# ruff: noqa

import numpy as np

import bml
from bml import layers, ops

xs = np.linspace(-1, 1, 24).reshape(12, 2).astype("float32")
ys = (xs.sum(axis=1) > 0).astype("int32")
data = bml.Dataset.from_arrays(xs, ys)


def _make(units):
    return bml.Sequential([bml.Input((2,)), layers.Dense(units, "relu"), layers.Dense(2)])


@bml.script
def basics():
    m = _make(3)
    ws = [v.numpy() for v in m.trainable_variables]
    ns = [round(float(w.mean()), 2) for w in ws]
    print(
        ns[:2],
        ns[::-1],
        ns[1:] + ns[:1],
        type(ns).__name__,
        type(ns[:1]).__name__,
        isinstance(ns, list),
        isinstance(ns, tuple),
        ns[:1] * 2,
        [len(w) for w in ws] + [9] if False else "",
        list(ns),
        tuple(ns),
        sorted(ns)[:2] == sorted(ns[:])[:2],
        {"k": ns[:1]},
        (ns[1:2], 1),
        f"{ns[:1]} {ns}",
        str(ns[:1]),
        repr(ns[-1:]),
    )
    print(
        ns == list(ns),
        ns[:2] == [ns[0], ns[1]],
        max(ns) >= min(ns),
        len(ns + ns),
        ns.index(ns[1]) >= 0,
        [*ns, 7][-1],
        sum(ns) == sum(ns[:]),
    )


@bml.script
def meets(k: int = 1):
    m = _make(2)
    ns = [round(float(v.numpy().mean()), 2) for v in m.trainable_variables]
    if k > 3:
        ns = []
    print(ns)


@bml.script
def meets2(k: int = 1):
    m = _make(2)
    ns = []
    if k < 3:
        ns = [round(float(v.numpy().mean()), 2) for v in m.trainable_variables]
    print(ns)
    hist = []
    for e in range(2):
        hist.append([round(float(v.numpy().mean()), 2) for v in m.trainable_variables])
    print(hist, hist[0], hist[0][:1], [h[0] for h in hist])
    best = None
    for e in range(2):
        best = [round(float(v.numpy().mean()), 2) for v in m.trainable_variables]
        d = {"b": best}
    print(best if best is not None else "", d)


class Keep:
    def __init__(self):
        self.ws = []
        self.ns = []
        self.best = None

    def take(self, m):
        self.ws = [v.numpy() for v in m.trainable_variables]
        self.ns = [round(float(w.mean()), 2) for w in self.ws]
        self.best = self.ns

    def show(self):
        print(self.ns, isinstance(self.ns, list), self.ns == [], [v for v in self.ns])


@bml.script
def keeps():
    k = Keep()
    k.show()
    k.take(_make(2))
    k.show()
    print("x" if k.ws else "none")


def show(ns):
    print(ns, ns[-1:], len(ns))


@bml.script
def params():
    m = _make(2)
    ns = [round(float(v.numpy().mean()), 2) for v in m.trainable_variables]
    show(ns)
    show([1.0, 2.0])
    show((1.0, 2.0))
