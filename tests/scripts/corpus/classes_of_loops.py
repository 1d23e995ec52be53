"""Classes, callbacks and generators as training loops write them."""
# ruff: noqa

import math, random, time, sys, copy, itertools, functools, heapq, bisect, string
import numpy as np
from abc import ABC, abstractmethod
from collections import deque, defaultdict, Counter, namedtuple
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import List, Optional, Dict, NamedTuple, Callable


class Schedule(ABC):
    def __init__(self, base):
        self.base = base

    @abstractmethod
    def at(self, step): ...
    def __call__(self, step):
        return self.at(step)

    def __mul__(self, k):
        return Scaled(self, k)

    def __repr__(self):
        return f"{type(self).__name__}({self.base})"


class Const(Schedule):
    def at(self, step):
        return self.base


class Warm(Schedule):
    def __init__(self, base, warm=3):
        super().__init__(base)
        self.warm = warm

    def at(self, step):
        return self.base * min(1, (step + 1) / self.warm)


class Cos(Warm):
    def at(self, step):
        w = super().at(step)
        return w if step < self.warm else 0.5 * self.base * (1 + math.cos(math.pi * (step - self.warm) / 5))


class Scaled(Schedule):
    def __init__(self, inner, k):
        super().__init__(inner.base * k)
        self.inner, self.k = inner, k

    def at(self, step):
        return self.inner(step) * self.k


def schedules():
    for s in [Const(0.1), Warm(0.2), Cos(0.3, 2), Cos(1.0) * 0.5]:
        print(s, [round(s(k), 4) for k in range(6)], isinstance(s, Warm), s.base)


class Event:
    def __init__(self):
        self.handlers = []

    def on(self, f):
        self.handlers.append(f)
        return f

    def fire(self, *a):
        pass


class Callback:
    def on_epoch_begin(self, epoch, logs=None):
        pass

    def on_epoch_end(self, epoch, logs=None):
        pass

    def on_train_end(self, logs=None):
        pass


class Printer(Callback):
    def __init__(self, every=1):
        self.every = every
        self.lines = 0

    def on_epoch_end(self, epoch, logs=None):
        if epoch % self.every == 0:
            self.lines += 1
            print(f"epoch {epoch}: " + " - ".join(f"{k}: {v:.4f}" for k, v in logs.items()))


class Recorder(Callback):
    def __init__(self):
        self.history = {}

    def on_epoch_end(self, epoch, logs=None):
        for k, v in (logs or {}).items():
            self.history.setdefault(k, []).append(v)


class Stopper(Callback):
    def __init__(self, monitor="loss", patience=1):
        self.monitor, self.patience = monitor, patience
        self.best = math.inf
        self.bad = 0
        self.stopped = -1

    def on_epoch_end(self, epoch, logs=None):
        cur = logs[self.monitor]
        if cur < self.best - 1e-3:
            self.best, self.bad = cur, 0
        else:
            self.bad += 1
            if self.bad > self.patience:
                self.stopped = epoch

    def on_train_end(self, logs=None):
        print("stopped at" if self.stopped >= 0 else "ran through", self.stopped)


class CallbackList:
    def __init__(self, cbs):
        self.cbs = list(cbs)

    def __iter__(self):
        return iter(self.cbs)

    def __len__(self):
        return len(self.cbs)

    def call(self, epoch, logs):
        for c in self.cbs:
            c.on_epoch_end(epoch, logs)


def callbacks():
    rec, stop = Recorder(), Stopper()
    cbs = CallbackList([Printer(2), rec, stop])
    losses = [1.0, 0.7, 0.5, 0.5, 0.49995, 0.6, 0.1]
    for e, l in enumerate(losses):
        for c in cbs:
            c.on_epoch_begin(e)
        cbs.call(e, {"loss": l, "acc": 1 - l})
        if stop.stopped >= 0:
            break
    for c in cbs:
        c.on_train_end()
    print(len(cbs), rec.history, stop.best, {k: min(v) for k, v in rec.history.items()})


class Ring:
    def __init__(self, n):
        self.data = [None] * n
        self.i = 0
        self.full = False

    def push(self, x):
        self.data[self.i] = x
        self.i = (self.i + 1) % len(self.data)
        self.full = self.full or self.i == 0

    def __len__(self):
        return len(self.data) if self.full else self.i

    def __getitem__(self, k):
        if not -len(self) <= k < len(self):
            raise IndexError(f"index {k} out of {len(self)}")
        return self.data[k if not self.full else (self.i + k) % len(self.data)]

    def __iter__(self):
        return (self[k] for k in range(len(self)))

    def __contains__(self, x):
        return any(x == y for y in self)

    def __bool__(self):
        return len(self) > 0


def rings():
    r = Ring(3)
    print(bool(r), len(r), list(r))
    for k in range(5):
        r.push(k * 1.5)
        print(len(r), list(r), r[0], 3.0 in r)
    try:
        r[7]
    except IndexError as e:
        print(e)
    if r:
        print("full", r[2], len(r))


@dataclass
class Config:
    lr: float = 1e-3
    layers: list = field(default_factory=lambda: [4, 2])
    name: str = "base"
    opts: dict = field(default_factory=dict)
    dropout: Optional[float] = None

    def __post_init__(self):
        self.total = sum(self.layers)
        if self.lr <= 0:
            raise ValueError(f"lr must be positive, got {self.lr}")

    @property
    def tag(self):
        return f"{self.name}-{'x'.join(map(str, self.layers))}-{self.lr:g}"

    def with_lr(self, lr):
        return replace(self, lr=lr)


def configs():
    c = Config()
    d = Config(0.1, [8], "wide", {"k": 1})
    e = c.with_lr(0.5)
    e.layers.append(9)
    print(c, d, e.tag, c.tag, c.total, e.total, c == Config(), c == e, c.layers is e.layers)
    try:
        Config(lr=-1)
    except ValueError as err:
        print(err)
    for k, lr in enumerate([0.1, 1, 1e-05]):
        print(Config(lr=lr, name=f"r{k}").tag)
    best = min([c, d, e], key=lambda q: q.lr)
    print(best.name, best.dropout is None, d.opts.get("z", 0), {q.name: q.lr for q in (c, d)})


def _gen(n, start=0):
    while True:
        if start >= n:
            return
        yield start
        start += 1


def _windows(xs, k):
    buf = deque(maxlen=k)
    for x in xs:
        buf.append(x)
        if len(buf) == k:
            yield tuple(buf) if False else list(buf)


def _batched(xs, n):
    batch = []
    for x in xs:
        batch.append(x)
        if len(batch) == n:
            yield batch
            batch = []
    if batch:
        yield batch


def gens():
    print(
        list(_gen(3)),
        sum(_gen(5, 2)),
        list(_windows(range(5), 3)),
        [len(b) for b in _batched("abcdefg", 3)],
        list(_batched([], 2)),
        dict(zip("ab", _gen(9))),
        [x for x in _gen(4) if x % 2],
        max(_gen(3)),
        any(x > 1 for x in _gen(3)),
    )
    g = _gen(4)
    print(next(g), next(g), list(g), next(g, None))
    it = iter([1, 2, 3])
    a = next(it)
    print(a, [b for b in it])
    print(
        list(itertools.islice(_gen(10), 2, 5)),
        list(itertools.chain(_gen(2), [9])),
        list(enumerate(_gen(2), 5)),
        list(zip(_gen(2), _gen(3, 1))),
    )


class Matrix:
    def __init__(self, rows):
        self.rows = [list(r) for r in rows]

    @classmethod
    def eye(cls, n):
        return cls([[1 if i == j else 0 for j in range(n)] for i in range(n)])

    def __matmul__(self, o):
        return Matrix([[sum(a * b for a, b in zip(r, c)) for c in zip(*o.rows)] for r in self.rows])

    def __add__(self, o):
        return Matrix([[a + b for a, b in zip(r, s)] for r, s in zip(self.rows, o.rows)])

    def __rmul__(self, k):
        return Matrix([[k * a for a in r] for r in self.rows])

    def __eq__(self, o):
        return self.rows == o.rows

    def __getitem__(self, ij):
        i, j = ij
        return self.rows[i][j]

    def __setitem__(self, ij, v):
        self.rows[ij[0]][ij[1]] = v

    @property
    def T(self):
        return Matrix(list(zip(*self.rows)))

    def __repr__(self):
        return "\n".join(" ".join(f"{v:4}" for v in r) for r in self.rows)


def matrices():
    m = Matrix([[1, 2], [3, 4]])
    print(m @ Matrix.eye(2) == m, (2 * m + m).rows, m.T.rows, m[0, 1])
    m[1, 0] = 9
    print(m)
    p = Matrix.eye(2)
    for _ in range(3):
        p = p @ m
    print(p.rows, p[1, 1])


class Stack:
    def __init__(self):
        self._xs = []

    def push(self, x):
        self._xs.append(x)
        return self

    def pop(self):
        return self._xs.pop() if self._xs else None

    @property
    def top(self):
        return self._xs[-1]

    def __len__(self):
        return len(self._xs)


def evaluate():
    ops = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b}
    for expr in ["1 2 +", "3 4 * 2 -", "5 1 2 + 4 * + 3 -", "1 2 /"]:
        st = []
        for tok in expr.split():
            if tok in ops:
                b, a = st.pop(), st.pop()
                st.append(ops[tok](a, b))
            else:
                st.append(float(tok))
        print(expr, "=", st[0])
    s = Stack().push(1).push(2)
    print(s.top, s.pop(), len(s), s.pop(), s.pop(), len(s))


class LRUCache:
    def __init__(self, cap):
        self.cap, self.d = cap, {}

    def get(self, k):
        if k not in self.d:
            return -1
        self.d[k] = v = self.d.pop(k)
        return v

    def put(self, k, v):
        self.d.pop(k, None)
        self.d[k] = v
        if len(self.d) > self.cap:
            del self.d[next(iter(self.d))]


def lru():
    c = LRUCache(2)
    c.put(1, "a")
    c.put(2, "b")
    print(c.get(1))
    c.put(3, "c")
    print(c.get(2), c.get(3), c.d, list(c.d.keys()))
