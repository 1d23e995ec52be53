"""Attributes, names, links and slots that begin as None."""

import math
import random

import numpy as np


class _Env:
    def __init__(self):
        self.state = None
        self.best = None
        self.history = None
        self.callback = None
        self.n = None

    def reset(self):
        self.state = np.zeros(3)
        self.n = 0
        return self.state

    def step(self, a):
        self.state = self.state + a
        self.state[0] += 1.0
        self.n += 1
        done = self.n >= 3
        reward = float(np.sum(self.state)) - self.state.mean()
        return self.state, reward, done


def env_with_arrays():
    env = _Env()
    try:
        env.step(1.0)
    except TypeError as e:
        print(e)
    s = env.reset()
    done = False
    while not done:
        s, r, done = env.step(0.5)
        print(s, round(r, 3), env.state[1], env.state.shape, len(env.state), env.state.max())


class _Node:
    def __init__(self, value):
        self.value = value
        self.next = None
        self.left = None
        self.right = None


def linked_list():
    head = None
    for v in [3, 1, 2]:
        node = _Node(v)
        node.next = head
        head = node
    print(head.value, head.next.value, head.next.next.value)
    n = head
    total = 0
    while n:
        total += n.value
        n = n.next
    print(total)
    try:
        print(head.next.next.next.value)
    except AttributeError as e:
        print(e)


def _insert(node, v):
    if node is None:
        return _Node(v)
    if v < node.value:
        node.left = _insert(node.left, v)
    else:
        node.right = _insert(node.right, v)
    return node


def _walk(node):
    return [] if node is None else _walk(node.left) + [node.value] + _walk(node.right)


def tree():
    root = None
    for v in [5, 2, 8, 1, 9]:
        root = _insert(root, v)
    print(_walk(root), root.left.value, root.right.right.value)


def early_stopping():
    best = None
    best_epoch = None
    wait = 0
    for epoch, loss in enumerate([0.9, 0.5, 0.6, 0.7, 0.4]):
        if best is None or loss < best:
            best, best_epoch, wait = loss, epoch, 0
        else:
            wait += 1
        print(f"epoch {epoch}: best {best:.2f} at {best_epoch + 1} ({(best - loss):.2f})")
    print("%.3f %d" % (best, best_epoch), round(best, 1), max(best, 0.1), best**2)


def optional_params():
    def f(x, scale=None, name=None):
        if scale is None:
            scale = 2
        if name:
            print(name.upper())
        return x * scale

    print(f(1), f(2, 3), f(2, scale=0.5, name="a"))


def dictionary_get():
    d = {"a": 1, "b": 2}
    for k in "abc":
        v = d.get(k)
        try:
            print(k, v + 1)
        except TypeError as e:
            print(k, "missing", e)
    cache = {}
    for k in [1, 2, 1]:
        hit = cache.get(k)
        if hit is not None:
            print("hit", hit * 2)
        cache[k] = k * 10


def replay():
    random.seed(1)
    buf = [None] * 4
    pos = 0
    for i in range(6):
        buf[pos % 4] = (i, i * 0.5, i % 2 == 0)
        pos += 1
    for s, r, d in buf:
        print(s, r, d)
    print(sum(b[1] for b in buf), [b[0] for b in buf])
    batch = random.sample(buf, 2)
    ss, rs, ds = zip(*batch)
    print(ss, rs, ds)


def grid():
    g = [[None] * 3 for _ in range(3)]
    for i in range(3):
        for j in range(3):
            g[i][j] = i * j
    g[1][1] += 5
    print(g, sum(sum(r) for r in g), max(max(r) for r in g))
    print([x + 1 for r in g for x in r])


def matrix_min():
    lo = hi = None
    for x in [3.5, 1.0, 2.0]:
        lo = x if lo is None else min(lo, x)
        hi = x if hi is None else max(hi, x)
    print(lo, hi, hi - lo, (lo + hi) / 2, math.sqrt(hi), abs(lo))


def strings():
    last = None
    for w in ["a", "b"]:
        if last:
            print(last + w, last.upper(), len(last), last[0], last == w, f"{last:>3}|")
        last = w


def sorting():
    rows = [{"name": "a", "score": None}, {"name": "b", "score": 2.0}]
    rows[0]["score"] = 3.0
    print(sorted(rows, key=lambda r: r["score"])[0]["name"])
    print(sum(r["score"] for r in rows))


def comparisons():
    x = None
    for v in [1, 2]:
        try:
            print(x < v, v > x)
        except TypeError as e:
            print(e)
        x = v
    print(x == None, x != None, x in [1, 2], x is None)
