"""Cases of `scan`: what its steps carry, slice, stack and read, forwards and backwards."""

from __future__ import annotations

from typing import Any

import numpy as np
from cases.ops import Array, Case, booleans, integers, normal

from bmlc import ops

STEPS = normal(6, 2, 4, seed=3) / 2
KERNEL = normal(4, 4, seed=4) / 2
STATE = normal(2, 4, seed=5)


def simple(h: Any, x: Any, w: Any) -> Any:
    return ops.tanh(ops.matmul(h, w) + x)


def rnn(reverse: bool = False, unroll: bool = False) -> Any:
    def fn(xs: Any, w: Any, h0: Any) -> Any:
        def step(h: Any, x: Any) -> Any:
            h = simple(h, x, w)
            return h, (h * 2.0, x)

        h, (hs, _) = ops.scan(step, h0, xs, reverse=reverse, unroll=unroll)
        return h, hs

    return fn


def rnn_numpy(reverse: bool = False) -> Any:
    def fn(xs: Array, w: Array, h: Array) -> Any:
        hs = np.zeros_like(xs)
        for i in reversed(range(len(xs))) if reverse else range(len(xs)):
            h = np.tanh(h @ w + xs[i])
            hs[i] = 2 * h
        return [h, hs]

    return fn


def lstm(xs: Any, kernel: Any, recurrent: Any, bias: Any) -> Any:
    units = recurrent.shape[0]

    def step(state: Any, x: Any) -> Any:
        h, c = state
        z = ops.matmul(x, kernel) + ops.matmul(h, recurrent) + bias
        i, f, g, o = (z[:, k * units : (k + 1) * units] for k in range(4))
        c = ops.sigmoid(f) * c + ops.sigmoid(i) * ops.tanh(g)
        h = ops.sigmoid(o) * ops.tanh(c)
        return (h, c), h

    zero = ops.zeros((ops.shape(xs)[1], units))
    (h, c), hs = ops.scan(step, (zero, zero), xs)
    return h, c, hs


def sigmoid(x: Array) -> Array:
    return 1 / (1 + np.exp(-x))


def lstm_numpy(xs: Array, kernel: Array, recurrent: Array, bias: Array) -> Any:
    units = len(recurrent)
    h = c = np.zeros((xs.shape[1], units), "f")
    hs = []
    for x in xs:
        i, f, g, o = np.split(x @ kernel + h @ recurrent + bias, 4, axis=1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        hs.append(h)
    return [h, c, np.stack(hs)]


def gru(xs: Any, kernel: Any, recurrent: Any, bias: Any) -> Any:
    units = recurrent.shape[0]

    def step(h: Any, x: Any) -> Any:
        zx, zh = ops.matmul(x, kernel), ops.matmul(h, recurrent) + bias
        z = ops.sigmoid(zx[:, :units] + zh[:, :units])
        r = ops.sigmoid(zx[:, units : 2 * units] + zh[:, units : 2 * units])
        h = z * h + (1.0 - z) * ops.tanh(zx[:, 2 * units :] + r * zh[:, 2 * units :])
        return h, None

    return ops.scan(step, ops.zeros((ops.shape(xs)[1], units)), xs, reverse=True)[0]


def gru_numpy(xs: Array, kernel: Array, recurrent: Array, bias: Array) -> Any:
    h = np.zeros((xs.shape[1], len(recurrent)), "f")
    for x in xs[::-1]:
        (xz, xr, xc), (hz, hr, hc) = (np.split(y, 3, axis=1) for y in (x @ kernel, h @ recurrent + bias))
        z = sigmoid(xz + hz)
        h = z * h + (1 - z) * np.tanh(xc + sigmoid(xr + hr) * hc)
    return h


def chosen_numpy(xs: Array, keep: Array) -> Any:
    a, b, before = xs[0], xs[1], []
    for x, k in zip(xs, keep, strict=True):
        before.append(a)
        a, b = b, np.where(k, a + x, a)
    return np.stack(before)


def fori_loop_numpy(y: Array) -> Array:
    for i in range(2, 7):
        y = np.tanh(y) / np.float32(i)
    return y


def counted(xs: Any) -> Any:
    def step(carry: Any, x: Any) -> Any:
        i, odd = carry
        return (i + 1, ops.logical_not(odd)), (ops.cast(i, "float32") * x, i * 3, odd)

    (i, odd), ys = ops.scan(step, (0, True), xs)
    return i, odd, *ys


def counted_numpy(xs: Array) -> Any:
    steps = np.arange(len(xs), dtype=np.int32)
    odd = steps % 2 == 0
    return [np.int32(len(xs)), np.bool_(len(xs) % 2 == 0), (steps * xs.T).T.astype("f"), steps * 3, odd]


def rows_of_rows(xs: Any, start: Any) -> Any:
    def row(c: Any, x: Any) -> Any:
        c, before = ops.scan(lambda d, y: (ops.tanh(d * y + 1.0), d), c, x)
        return c, ops.sum(before, axis=0)

    return ops.scan(row, start, xs)


def rows_of_rows_numpy(xs: Array, c: Array) -> Any:
    sums = []
    for row in xs:
        before = []
        for y in row:
            before.append(c)
            c = np.tanh(c * y + 1)
        sums.append(np.sum(before, axis=0))
    return [c, np.stack(sums)]


SCANS = [
    Case("scan", rnn(), (STEPS, KERNEL, STATE), rnn_numpy(), symbolic=(True, False, False)),
    Case("scan_reverse", rnn(True), (STEPS, KERNEL, STATE), rnn_numpy(True), symbolic=(True, False, False)),
    Case("scan_short", rnn(True), (STEPS[:3], KERNEL, STATE), rnn_numpy(True)),
    Case("scan_unrolled", rnn(True, True), (STEPS[:5], KERNEL, STATE), rnn_numpy(True)),
    Case(
        "scan_lstm",
        lstm,
        (STEPS[:5, :, :3], normal(3, 8, seed=6), normal(2, 8, seed=7), normal(8, seed=8)),
        lstm_numpy,
        symbolic=(True, False, False, False),
        shared=(1, 2, 3),
    ),
    Case(
        "scan_gru",
        gru,
        (STEPS[:5, :, :3], normal(3, 6, seed=6), normal(2, 6, seed=7), normal(6, seed=8)),
        gru_numpy,
        symbolic=(True, False, False, False),
        shared=(1, 2, 3),
    ),
    Case("scan_ints_and_bools", counted, (STEPS[:, 0],), counted_numpy, symbolic=(True,)),
    Case(
        "scan_without_slices",
        lambda x: ops.scan(lambda c, _: (c * 0.5 + x, None), x, length=5)[0],
        (STATE,),
        lambda x: x * (0.5**5 + sum(0.5**i for i in range(5))),
        symbolic=(True,),
    ),
    Case(
        "scan_of_parts",
        lambda xs, keep: ops.scan(
            lambda c, x: ((c[1], ops.where(x[1], c[0] + x[0], c[0])), c[0]), (xs[0], xs[1]), (xs, keep)
        )[1],
        (integers(6, 3), booleans(6, 3)),
        chosen_numpy,
    ),
    Case(
        "map",
        lambda xs: ops.map(lambda x: (ops.tanh(x), ops.sum(x)), xs),
        (STEPS,),
        lambda xs: [np.tanh(xs), xs.sum(axis=(1, 2))],
        symbolic=(True,),
    ),
    Case(
        "fori_loop",
        lambda x: ops.fori_loop(2, 7, lambda i, y: ops.tanh(y) / ops.cast(i, "float32"), x),
        (STATE,),
        fori_loop_numpy,
    ),
    Case("associative_scan", lambda x: ops.associative_scan(ops.add, x), (STATE[0],), np.cumsum),
    *(
        Case(
            f"associative_scan_{size}",
            lambda x: ops.associative_scan(ops.multiply, x, reverse=True, axis=1),
            (STEPS[:2, 0, :1] + STEPS[None, :size, 0, 0],),
            lambda x: np.cumprod(x[:, ::-1], axis=1)[:, ::-1],
        )
        for size in (1, 2, 5, 6)
    ),
    Case(
        "associative_scan_symbolic",
        lambda x: ops.associative_scan(ops.add, x),
        (STEPS,),
        lambda x: np.cumsum(x, axis=0),
        symbolic=(True,),
        again=(STEPS[:1],),
    ),
    # Of no steps, where only a call knows how many there are.
    Case(
        "scan_of_nothing",
        rnn(),
        (STEPS[:0], KERNEL, STATE),
        rnn_numpy(),
        symbolic=(True, False, False),
        again=(STEPS[:5], KERNEL, STATE),
    ),
    Case(
        "scan_of_nothing_of_unknown_rows",
        rnn(True),
        (STEPS[:0], KERNEL, STATE),
        rnn_numpy(True),
        symbolic=("n t", False, "t"),
    ),
    Case("scan_of_no_ints_and_bools", counted, (STEPS[:0, 0],), counted_numpy, symbolic=(True,), again=(STEPS[:, 0],)),
    Case(
        "map_of_nothing",
        lambda xs: ops.map(lambda x: (ops.tanh(x), ops.sum(x)), xs),
        (STEPS[:0],),
        lambda xs: [np.tanh(xs), xs.sum(axis=(1, 2))],
        symbolic=(True,),
    ),
    Case(
        "fori_loop_of_nothing",
        lambda x, n: ops.fori_loop(0, ops.shape(n)[0], lambda i, y: ops.tanh(y), x),
        (STATE, STATE[:0, 0]),
        lambda x, n: np.tanh(x) if len(n) else x,
        symbolic=(False, True),
        again=(STATE, STATE[:1, 0]),
    ),
    Case(
        "scan_of_scans_of_nothing",
        rows_of_rows,
        (STEPS[:, :0], STATE[0]),
        lambda xs, c: [c, np.zeros((6, 4), "f")],
        symbolic=("n t", False),
    ),
    Case(
        "vectorized_map",
        lambda xs, w: ops.vectorized_map(lambda x: (ops.matmul(x[0], w), x[1], ops.sum(w)), (xs, xs[:, 0])),
        (STEPS, KERNEL),
        lambda xs, w: [xs @ w, xs[:, 0], np.full(len(xs), w.sum())],
        symbolic=(True, False),
    ),
    Case("scan_of_scans", rows_of_rows, (STEPS, STATE[0]), rows_of_rows_numpy, symbolic=(True, False)),
]
