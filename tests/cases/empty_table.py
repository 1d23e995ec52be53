"""The cases of tensors without elements: what is computed of nothing, and with shapes that hold a 0."""

from __future__ import annotations

import numpy as np
from cases.inputs import X
from cases.ops import Array, Case, booleans, integers, normal

from bmlc import ops

NOTHING = normal(3, 4)[:, :0]
NO_ROWS = normal(3, 4)[:0]


def whole(x: Array) -> Array:
    """What NumPy makes of booleans and of int64, in a dtype of the ops."""
    return x if x.dtype == np.bool_ else x.astype("i")


EMPTY = [
    *(
        Case(f"{name}_of_nothing_{axis}", lambda x, name=name, axis=axis: getattr(ops, name)(x, axis=axis), (NOTHING,),
             lambda x, name=name, axis=axis: getattr(np, name)(x, axis=axis))
        for name in ("sum", "prod")
        for axis in (1, None)
    ),
    *(
        Case(f"{name}_of_no_{x.dtype}", lambda x, name=name: getattr(ops, name)(x, axis=1), (x,),
             lambda x, name=name: whole(getattr(np, name)(x, axis=1)))
        for name in ("sum", "prod", "all", "any", "count_nonzero")
        for x in (integers(3, 4)[:, :0], booleans(3, 4)[:, :0])
    ),
    Case("mean_of_nothing", lambda x: ops.mean(x, axis=1), (NOTHING,), lambda x: np.full(3, np.nan, "f")),
    Case("sum_of_rest", lambda x: ops.sum(ops.cast(x[1:] > 0, "int32"), axis=0), (X[:1],),
         lambda x: np.zeros(4, "i"), symbolic=(True,)),
    Case("any_of_rest", lambda x: ops.any(x[1:] > 0, axis=0), (X[:1],), lambda x: np.zeros(4, "?"), symbolic=(True,)),
    Case("all_of_rest", lambda x: ops.all(x[1:] > 0, axis=0), (X[:1],), lambda x: np.ones(4, "?"), symbolic=(True,)),
    Case("matmul_of_nothing", lambda x, y: ops.matmul(x, ops.transpose(y)), (NOTHING, NOTHING), lambda x, y: x @ y.T),
    Case("matmul_to_nothing", lambda x, y: ops.matmul(ops.transpose(x), y), (X, NOTHING), lambda x, y: x.T @ y),
    Case("matmul_of_no_rows", lambda x, y: ops.matmul(x, ops.transpose(y)), (NO_ROWS, X), lambda x, y: x @ y.T),
    Case("dense_of_nothing", lambda x, y, b: ops.relu(ops.matmul(x, ops.transpose(y)) + b), (NOTHING, NOTHING, X[:, 0]),
         lambda x, y, b: np.maximum(x @ y.T + b, 0)),
    Case("matmul_of_no_ints", lambda x, y: ops.matmul(ops.cast(x, "int32"), ops.cast(y, "int32")),
         (booleans(3, 0), booleans(0, 4)), lambda x, y: np.zeros((3, 4), "i")),
    # Of sizes that only a call knows: a batch of none.
    Case("dense_of_unknown_rows", lambda x, y, b: ops.relu(ops.matmul(x, ops.transpose(y)) + b), (NO_ROWS, X, X[:, 0]),
         lambda x, y, b: np.maximum(x @ y.T + b, 0), symbolic=("n", "", ""), again=(X, X, X[:, 0])),
    Case("matmul_of_unknown_rows_of_ints",
         lambda x: ops.matmul(ops.transpose(ops.cast(x, "int32")), ops.cast(x, "int32")),
         (booleans(0, 4),), lambda x: x.T.astype("i") @ x.astype("i"), symbolic=("n",), again=(booleans(3, 4),)),
    *(
        Case(f"conv_of_unknown_images_{size}_{channels}", lambda x, w, b: ops.relu(ops.conv(x, w) + b),
             (normal(0, 4, 4, channels), normal(size, size, channels, 3), X[0, :3]), None,
             shared=(1, 2), symbolic=("n", "", ""),
             again=(normal(2, 4, 4, channels), normal(size, size, channels, 3), X[0, :3]))
        for size in (1, 3)
        for channels in (1, 4)
    ),
    Case("depthwise_conv_of_unknown_images", ops.depthwise_conv, (normal(0, 4, 4, 2), normal(2, 2, 2, 1)), None,
         symbolic=("n", ""), again=(normal(2, 4, 4, 2), normal(2, 2, 2, 1))),
    Case("conv_transpose_of_unknown_images", lambda x, w: ops.conv_transpose(x, w, 2),
         (normal(0, 3, 3, 2), normal(2, 2, 3, 2)), None, shared=(1,), symbolic=("n", ""),
         again=(normal(2, 3, 3, 2), normal(2, 2, 3, 2))),
    Case("matmul_of_unknown_rows", lambda x, y: ops.matmul(ops.transpose(x), y), (NO_ROWS, NO_ROWS),
         lambda x, y: x.T @ y, symbolic=("n", "n"), again=(X, X)),
    Case("matmul_to_unknown_rows", lambda x, y: ops.matmul(x, ops.transpose(y)), (X, NO_ROWS),
         lambda x, y: x @ y.T, symbolic=("n", "m"), again=(NO_ROWS, X)),
    Case("matmul_of_unknown_batches", ops.matmul, (normal(0, 2, 3, 4), normal(4, 5)),
         np.matmul, symbolic=("n", ""), again=(normal(2, 2, 3, 4), normal(4, 5))),
    Case("concatenate_unknown_rows", lambda x, y: ops.concatenate([x, y * 2])[: ops.shape(x)[0]] + x,
         (NO_ROWS, NO_ROWS),
         lambda x, y: x * 2, symbolic=("n", "m"), again=(X, X), differentiable=False),
    Case("transpose_unknown_rows", lambda x: ops.transpose(x, (4, 2, 0, 3, 1)), (normal(0, 2, 3, 4, 5),),
         lambda x: np.transpose(x, (4, 2, 0, 3, 1)), symbolic=("n",), again=(normal(2, 2, 3, 4, 5),),
         differentiable=False),
    Case("maximum_of_nothing", ops.maximum, (NO_ROWS, X[:1]), np.maximum),
    Case("minimum_to_nothing", lambda x: ops.minimum(2.0, x), (NO_ROWS[:, 0],), lambda x: x),
    Case("add_to_nothing", lambda x, y: (x + y) * 2, (NO_ROWS, X[:1]), lambda x, y: (x + y) * 2),
    Case("pad_unknown_rows", lambda x: ops.pad(x, ((1, 2), (0, 0)), constant_values=2.0), (NO_ROWS,),
         lambda x: np.pad(x, ((1, 2), (0, 0)), constant_values=2.0), symbolic=(True,), again=(X,)),
    Case("join_unknown_bools", lambda x, y: ops.concatenate([x, y, y]), (booleans(3, 4)[:0], booleans(2, 4)),
         lambda x, y: np.concatenate([x, y, y]), symbolic=(True, False), again=(booleans(3, 4), booleans(2, 4))),
    Case("pad_nothing", lambda x: ops.pad(x, ((0, 0), (1, 1))), (NOTHING,), lambda x: np.zeros((3, 2), "f")),
]  # fmt: skip
