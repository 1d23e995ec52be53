"""The cases of the ops that take integers as positions."""

from __future__ import annotations

from collections.abc import Callable

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


def scattered(x: Array, indices: Array, rows: Array, reduction: str | None = None) -> Array:
    """Row after row, those outside left out."""
    y = x.copy()
    fold = {None: lambda a, b: b, "add": np.add, "max": np.maximum, "min": np.minimum, "mul": np.multiply}[reduction]
    for place, row in zip(indices, rows, strict=True):
        if all(-size <= i < size for i, size in zip(place, x.shape, strict=False)):
            y[tuple(place)] = fold(y[tuple(place)], row)
    return y


def folded(fold: np.ufunc, empty: float) -> Callable[[Array, Array], Array]:
    return lambda x, i: np.stack(
        [
            fold.reduce(x[i == segment], axis=0) if (i == segment).any() else np.full_like(x[0], empty)
            for segment in range(4)
        ]
    )


# Pairs of positions in a table of 4 by 5: one twice, from the end, outside on each side and on each axis.
PAIRS = np.array([[0, 1], [3, -1], [0, 1], [-4, 0], [4, 0], [0, 5], [-5, 2], [2, -6], [2**31 - 1, 1]], "i")
SMALLEST = {"f": -np.finfo("f").max, "i": -(2**31)}
WITH_ZERO = normal(5, 3) * np.array([[1, 1, 0], [1, 1, 1], [1, 0, 1], [1, 1, 1], [0, 0, 1]], "f")


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
    Case("size_operand", lambda x: x * ops.shape(x)[0], (X,), lambda x: x * x.shape[0], symbolic=(True,)),
    Case("size_divided", lambda x: x * (ops.size(x) / 5), (X,), lambda x: x * (x.size / 5), symbolic=(True,)),
    Case(
        "index_from_scalar",
        lambda x, i: x[:, i : i + 2],
        (X, np.array(1, "i")),
        lambda x, i: x[:, int(i) : int(i) + 2],
        symbolic=(True, False),
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
        lambda x, i: ops.slice(x, i, (2, ops.shape(x)[1])),
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
        lambda x, y, rows: ops.slice_update(x, (0, ops.shape(rows)[0] - 2), y),
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
        "segment_sum_int",
        lambda x, i: ops.segment_sum(x, i, 3),
        (integers(6, 2), np.clip(OUTSIDE, -9, 9)),
        lambda x, i: np.stack([x[i == segment].sum(axis=0) for segment in range(3)]),
        symbolic=(True, True),
        shared=(1,),
    ),
    *(
        Case(
            f"segment_{name}",
            lambda x, i, name=name: getattr(ops, f"segment_{name}")(x, i, 4),
            (normal(5, 3), np.array([2, 0, 2, 3, 9], "i")),
            folded(fold, empty),
            symbolic=(True, True),
            shared=(1,),
        )
        for name, fold, empty in (
            ("max", np.maximum, SMALLEST["f"]),
            ("min", np.minimum, -SMALLEST["f"]),
            ("prod", np.multiply, 1),
        )
    ),
    *(
        Case(
            f"segment_{name}_long",
            lambda x, i, name=name: getattr(ops, f"segment_{name}")(x, i, 4),
            (normal(100, 3), integers(100, low=-1, high=6)),
            folded(fold, 0),
            shared=(1,),
        )
        for name, fold in (("sum", np.add), ("max", np.maximum), ("prod", np.multiply))
    ),
    Case(
        "segment_max_ties",
        lambda x: ops.segment_max(x, LABELS, 4),
        (np.array([[1, 2], [0, 0], [3, 3], [1, 1], [1, 3]], "f"),),
        lambda x: folded(np.maximum, SMALLEST["f"])(x, LABELS),
    ),
    Case(
        "segment_prod_zeros",
        lambda x: ops.segment_prod(x, LABELS, 4),
        (WITH_ZERO,),
        lambda x: folded(np.multiply, 1)(x, LABELS),
    ),
    Case(
        "scatter",
        lambda i, x: ops.scatter(i, x, (4, 5)),
        (PAIRS, normal(9)),
        lambda i, x: scattered(np.zeros((4, 5), "f"), i, x, "add"),
        symbolic=(True, True),
        shared=(0,),
    ),
    Case(
        "scatter_rows",
        lambda i, x: ops.scatter(i, x, (4, 2, 2)),
        (PAIRS[:4, :1], normal(4, 2, 2)),
        lambda i, x: scattered(np.zeros((4, 2, 2), "f"), i, x, "add"),
        shared=(0,),
    ),
    Case(
        "scatter_int",
        lambda i, x: ops.scatter(i, x, (4, 5)),
        (np.clip(PAIRS, -9, 9), integers(9)),
        lambda i, x: scattered(np.zeros((4, 5), "i"), i, x, "add"),
        shared=(0,),
    ),
    *(
        Case(
            f"scatter_update_{reduction}",
            lambda x, i, y, reduction=reduction: ops.scatter_update(x, i, y, reduction),
            (B, PAIRS, normal(9, seed=3)),
            lambda x, i, y, reduction=reduction: scattered(x, i, y, reduction),
            symbolic=(False, True, True),
            shared=(1,),
        )
        for reduction in (None, "add", "max", "min", "mul")
    ),
    Case(
        "scatter_update_rows",
        ops.scatter_update,
        (CUBE, np.array([[1], [-1]], "i"), normal(2, 4, 5, seed=4)),
        scattered,
        symbolic=(True, False, False),
        shared=(1,),
    ),
    Case(
        "scatter_update_int", ops.scatter_update, (integers(4, 5), PAIRS, integers(9, seed=2)), scattered, shared=(1,)
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
