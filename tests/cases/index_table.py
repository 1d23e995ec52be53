"""The cases of the ops that take integers as positions."""

from __future__ import annotations

import numpy as np
from cases.inputs import BITS, CUBE, INTEGERS, X
from cases.ops import Array, Case, integers, normal

from bmlc import ops

B = normal(4, 5, seed=1)

LABELS = np.array([2, 0, 3, 1, 2], "i")
# For an axis of size 4, and 3 segments: the last two from the end, and outside on both sides.
OUTSIDE = np.array([1, -1, 4, -5, -4, 2**31 - 1], "i")


def taken(x: Array, indices: Array, axis: int, missing: float) -> Array:
    """NumPy's take, with `missing` where it would raise."""
    size = x.shape[axis]
    inside = (indices >= -size) & (indices < size)
    y = np.take(x, np.where(inside, indices, 0), axis)
    mask = inside.reshape(*(1,) * axis, *indices.shape, *(1,) * (x.ndim - axis - 1))
    return np.where(mask, y, np.array(missing).astype(x.dtype))


def updated(x: Array, row: int, part: Array) -> Array:
    y = x.copy()
    y[row : row + 2, 2:3] = part
    return y


INDEXING = [
    Case("one_hot", lambda x: ops.one_hot(x, 4), (LABELS,), lambda x: np.eye(4, dtype="f")[x], symbolic=(True,)),
    Case("one_hot_bytes", lambda x: ops.one_hot(x, 4), (LABELS.astype(np.uint8),), lambda x: np.eye(4, dtype="f")[x]),
    Case("one_hot_outside", lambda x: ops.one_hot(x, 3), (LABELS,), lambda x: np.eye(4, dtype="f")[x][:, :3]),
    Case("one_hot_axis", lambda x: ops.one_hot(x, 4, axis=0), (LABELS,), lambda x: np.eye(4, dtype="f")[x].T),
    Case("one_hot_scalar", lambda x: ops.one_hot(x, 4), (LABELS[0].reshape(()),), lambda x: np.eye(4, dtype="f")[x]),
    Case("take", lambda x: ops.take(x, [2, 0, 2, 1], axis=0), (CUBE,), lambda x: x[[2, 0, 2, 1]]),
    Case("take_middle", lambda x, i: ops.take(x, i, axis=1), (CUBE, LABELS), lambda x, i: x[:, i], shared=(1,)),
    Case(
        "take_table",
        lambda x, i: ops.take(x, i, axis=0),
        (B, integers(2, 3, low=0, high=4)),
        lambda x, i: x[i],
        shared=(0,),
    ),
    Case("take_flat", lambda x: ops.take(x, [5, 1]), (X,), lambda x: x.ravel()[[5, 1]]),
    Case(
        "take_along_axis",
        ops.take_along_axis,
        (X, np.array([[1], [-1], [0]], "i")),
        lambda x, i: np.take_along_axis(x, i, -1),
        symbolic=(True, True),
    ),
    Case(
        "take_along_axis_middle",
        lambda x, i: ops.take_along_axis(x, i, 1),
        (CUBE, integers(3, 2, 5, low=0, high=4)),
        lambda x, i: np.take_along_axis(x, i, 1),
    ),
    Case("take_negative", lambda x: ops.take(x, [-1, 0, -3], axis=0), (CUBE,), lambda x: x[[-1, 0, -3]]),
    Case(
        "take_outside",
        lambda x, i: ops.take(x, i, axis=1),
        (CUBE, OUTSIDE),
        lambda x, i: taken(x, i, 1, np.nan),
        shared=(1,),
    ),
    Case(
        "take_outside_table",
        lambda x, i: ops.take(x, i, axis=0),
        (B, OUTSIDE.reshape(3, 2)),
        lambda x, i: taken(x, i, 0, np.nan),
        symbolic=(True, False),
        shared=(0,),
    ),
    Case("take_outside_int", lambda x, i: ops.take(x, i, axis=1), (INTEGERS, OUTSIDE), lambda x, i: taken(x, i, 1, 0)),
    Case("take_outside_bool", lambda x, i: ops.take(x, i, axis=1), (BITS, OUTSIDE), lambda x, i: taken(x, i, 1, 0)),
    Case("take_each", lambda x, i: ops.take(x, i, axis=0), (X[0], OUTSIDE), lambda x, i: taken(x, i, 0, np.nan)),
    Case("index", lambda x, i: x[i], (X, np.array([-1, 0, 2, -3], "i")), lambda x, i: x[i]),
    Case(
        "take_along_axis_outside",
        ops.take_along_axis,
        (X, np.array([[3, -4, 4], [-5, 0, 2**31 - 1], [-(2**31), 1, -1]], "i")),
        lambda x, i: np.stack([taken(row, each, 0, np.nan) for row, each in zip(x, i, strict=True)]),
        symbolic=(True, True),
    ),
    Case(
        "take_along_axis_broadcast",
        lambda x, i: ops.take_along_axis(x, i, 0),
        (CUBE, integers(2, 1, 1, low=-3, high=3)),
        lambda x, i: np.take_along_axis(x, i, 0),
    ),
    Case(
        "take_along_axis_flat",
        lambda x, i: ops.take_along_axis(x, i, None),
        (X, np.array([11, -12, 0], "i")),
        lambda x, i: x.ravel()[i],
    ),
    Case("index_scalar", lambda x, i: x[:, i], (X, np.array(-1, "i")), lambda x, i: x[:, i], symbolic=(True, False)),
    *(
        Case(
            f"slice_at_{start}",
            lambda x, i: ops.slice(x, (0, i, 1), (3, 2, 3)),
            (CUBE, np.array(start, "i")),
            lambda x, i: x[:, int(np.clip(i, 0, 2)) :][:, :2, 1:4],
        )
        for start in (1, 3, -1, 2**31 - 1)
    ),
    Case(
        "slice_at_tensor",
        lambda x, i: ops.slice(x, i, (2, x.shape[1])),
        (X, np.array([1, 0], "i")),
        lambda x, i: x[1:3],
    ),
    Case(
        "slice_of_unknown",
        lambda x, i: ops.slice(x, (i[0], i[1]), (2, 3)),
        (X, np.array([5, 1], "i")),
        lambda x, i: x[1:, 1:],
        symbolic=(True, False),
    ),
    *(
        Case(
            f"slice_update_at_{start}",
            lambda x, i, y: ops.slice_update(x, (i, 2), y),
            (X, np.array(start, "i"), normal(2, 1, seed=4)),
            lambda x, i, y: updated(x, int(np.clip(i, 0, 1)), y),
        )
        for start in (0, 1, 2, -(2**31))
    ),
    Case(
        "slice_update_int",
        lambda x, y: ops.slice_update(x, (1, 2), y),
        (INTEGERS, integers(2, 1, seed=4)),
        lambda x, y: updated(x, 1, y),
    ),
    Case(
        "slice_update_at_size",
        lambda x, y, rows: ops.slice_update(x, (0, rows.shape[0] - 2), y),
        (X, normal(3, 1, seed=4), X),
        lambda x, y, rows: np.concatenate([x[:, :1], y, x[:, 2:]], axis=1),
        symbolic=(False, False, True),
    ),
    Case(
        "slice_update_rows",
        lambda x, i, y: ops.slice_update(x, (0, i), y),
        (X, np.array(2, "i"), normal(3, 1, seed=4)),
        lambda x, i, y: np.concatenate([x[:, :2], y, x[:, 3:]], axis=1),
        symbolic=(True, False, True),
    ),
    Case(
        "segment_sum_outside",
        lambda x, i: ops.segment_sum(x, i, 3),
        (normal(6, 3), OUTSIDE),
        lambda x, i: np.stack([x[i == segment].sum(axis=0) for segment in range(3)]),
        shared=(1,),
    ),
    Case(
        "segment_sum",
        lambda x, i: ops.segment_sum(x, i, 4),
        (normal(5, 3), LABELS),
        lambda x, i: np.eye(4, dtype="f")[i].T @ x,
        shared=(1,),
    ),
]
