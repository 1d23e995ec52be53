"""What files keep beside their loops: settings, tables, queues, objects; and what loops compute with them."""
# ruff: noqa

import math, random, time
import numpy as np
from collections import deque, defaultdict, Counter, namedtuple
from dataclasses import dataclass, field
from types import SimpleNamespace

ARGS = SimpleNamespace(lr=0.01, steps=5, name="exp", layers=[4, 2], extra=None)
STATE = {"step": 0, "best": None, "log": []}
TABLE = [[0, 1], [2, 3]]
COUNTS = defaultdict(int, {"a": 1})
QUEUE = deque([1, 2, 3], maxlen=3)
PI = math.pi
NAMES = ("cat", "dog")


@dataclass
class Item:
    w: float
    v: int = 1
    tags: list = field(default_factory=list)


ITEMS = [Item(1.5, 3), Item(0.5, 2), Item(2, 7)]


class Shared:
    total = 0
    log = []

    def __init__(self, k):
        self.k = k
        Shared.total += k
        self.log.append(k)

    @classmethod
    def reset(cls):
        cls.total = 0
        cls.log = []

    @property
    def half(self):
        return self.k / 2

    @half.setter
    def half(self, v):
        self.k = v * 2


OBJ = Shared(3)


def settings():
    for s in range(ARGS.steps):
        lr = ARGS.lr * (1 - s / ARGS.steps)
        STATE["step"] += 1
        if s % 2 == 0:
            STATE["log"].append((s, round(lr, 4)))
    ARGS.lr *= 0.1
    print(STATE, ARGS.lr, ARGS.name, ARGS.layers, ARGS.extra is None, len(STATE["log"]))
    ARGS.layers.append(1)
    print(ARGS.layers, sum(ARGS.layers))


def module():
    TABLE[0][1] += 5
    TABLE.append([9])
    COUNTS["b"] += 2
    QUEUE.append(4)
    print(TABLE, dict(COUNTS), list(QUEUE), QUEUE.maxlen, NAMES.index("dog"), f"{PI:.3f}", [r[0] for r in TABLE])
    QUEUE.rotate(1)
    print(QUEUE)


def knapsack():
    cap = 3
    best = max(
        (
            (sum(i.v for i in sub), [i.w for i in sub])
            for sub in [[a, b] for a in ITEMS for b in ITEMS if a is not b]
            if sum(i.w for i in sub) <= cap
        ),
        key=lambda t: t[0],
    )
    print(best)
    ITEMS[0].tags.append("x")
    print(ITEMS, ITEMS[1].tags, sorted(ITEMS, key=lambda i: i.v / i.w)[-1].v)
    dp = [0] * 7
    for it in ITEMS:
        for c in range(6, int(it.w * 2) - 1, -1):
            dp[c] = max(dp[c], dp[c - int(it.w * 2)] + it.v)
    print(dp, dp[-1], ITEMS[2] == Item(2, 7), Item(2, 7) in ITEMS, ITEMS.index(Item(0.5, 2)))


def shared():
    a, b = Shared(1), Shared(2)
    print(Shared.total, Shared.log, a.log is b.log, OBJ.k, OBJ.half)
    OBJ.half = 4.0
    a.half += 1
    print(OBJ.k, a.k, a.half)
    Shared.reset()
    Shared(5)
    print(Shared.total, Shared.log, a.log)


def ledger():
    acc = defaultdict(lambda: {"n": 0, "s": 0.0})
    for k, v in [("x", 1.0), ("y", 2), ("x", 3.5)]:
        acc[k]["n"] += 1
        acc[k]["s"] += v
    for k in sorted(acc):
        print(k, acc[k]["n"], acc[k]["s"], acc[k]["s"] / acc[k]["n"])
    inv = {}
    for k, d in acc.items():
        inv.setdefault(d["n"], []).append(k)
    print(inv, max(inv), {**inv, 3: ["z"]})


def matrix_walk():
    grid = ["#..", ".#.", "..E"]
    h, w = len(grid), len(grid[0])
    start = (1, 0)
    q = deque([(start, 0)])
    seen = {start: None}
    while q:
        (r, c), d = q.popleft()
        if grid[r][c] == "E":
            break
        for dr, dc in ((0, 1), (1, 0), (0, -1), (-1, 0)):
            nr, nc = r + dr, c + dc
            if 0 <= nr < h and 0 <= nc < w and grid[nr][nc] != "#" and (nr, nc) not in seen:
                seen[nr, nc] = (r, c)
                q.append(((nr, nc), d + 1))
    path, cur = [], (r, c)
    while cur is not None:
        path.append(cur)
        cur = seen[cur]
    print(d, path[::-1], len(seen), [[grid[i][j] if (i, j) not in path else "*" for j in range(w)] for i in range(h)])


def moving():
    xs = [math.sin(k / 3) for k in range(12)]
    win = 3
    ma = [sum(xs[i : i + win]) / win for i in range(len(xs) - win + 1)]
    ema = []
    for x in xs:
        ema.append(x if not ema else 0.5 * x + 0.5 * ema[-1])
    peaks = [i for i in range(1, len(xs) - 1) if xs[i - 1] < xs[i] > xs[i + 1]]
    diffs = [b - a for a, b in zip(xs, xs[1:])]
    mean = sum(xs) / len(xs)
    var = sum((x - mean) ** 2 for x in xs) / len(xs)
    print(
        [round(m, 3) for m in ma[:3]],
        round(ema[-1], 4),
        peaks,
        round(max(diffs), 4),
        f"{mean:.4f} {math.sqrt(var):.4f}",
        sum(d > 0 for d in diffs),
        [round(x, 2) for x in sorted(xs)[::5]],
    )


def tables():
    rows = [["name", "n", "avg"], ["a", 1, 0.5], ["bb", 20, 1.25]]
    ws = [max(len(str(r[i])) for r in rows) for i in range(3)]
    for r in rows:
        print(" | ".join(str(c).ljust(w) for c, w in zip(r, ws)).rstrip())
    print("-+-".join("-" * w for w in ws), ws)


def bits():
    n = 37
    print(
        bin(n),
        n >> 1,
        n << 2,
        n & 7,
        n | 8,
        n ^ 5,
        ~n,
        bin(n).count("1"),
        [n >> k & 1 for k in range(6)],
        hex(255),
        oct(8),
        int("101", 2),
        f"{n:08b}",
        f"{n:x}",
        n.bit_length() if False else len(bin(n)) - 2,
        sum(1 << k for k in range(4)),
        divmod(-n, 7),
        -n // 7,
        -n % 7,
        pow(3, 4, 5),
        2**10 % 1000,
        round(n / 7, 2),
        n / 1,
        7 // 2 * 2 + 7 % 2,
    )


def timing():
    t0 = time.time()
    s = sum(k * k for k in range(100))
    dt = time.time() - t0
    print(s, dt >= 0, dt < 5, isinstance(dt, float))
    t = time.perf_counter()
    print(time.perf_counter() >= t)
