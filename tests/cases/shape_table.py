"""The cases of shapes: what moves, repeats, joins, cuts and makes elements without computing with them."""

from __future__ import annotations

import numpy as np
from cases.inputs import BITS, COLUMN, CUBE, INTEGERS, MORE_BITS, OTHER, ROW, X
from cases.ops import Case, booleans, integers, normal

from bmlc import ops

SHAPE = [
    Case("reshape", lambda x: ops.reshape(x, (-1, 10)), (CUBE,), lambda x: x.reshape(-1, 10)),
    Case(
        "reshape_symbolic", lambda x: ops.reshape(x, (-1, 20)), (CUBE,), lambda x: x.reshape(-1, 20), symbolic=(True,)
    ),
    Case("transpose", ops.transpose, (CUBE,), np.transpose, symbolic=(True,)),
    Case("transpose_axes", lambda x: ops.transpose(x, (0, 2, 1)), (CUBE,), lambda x: x.transpose(0, 2, 1)),
    Case("transpose_int", lambda x: ops.transpose(x, (2, 0, 1)), (integers(2, 3, 4),), lambda x: x.transpose(2, 0, 1)),
    Case("transpose_bool", lambda x: ops.transpose(x, (2, 0, 1)), (booleans(2, 3, 4),), lambda x: x.transpose(2, 0, 1)),
    Case("expand_dims", lambda x: ops.expand_dims(x, (0, -1)), (X,), lambda x: x[None, ..., None]),
    Case("squeeze", lambda x: ops.squeeze(x, 1), (normal(2, 1, 3),), lambda x: x[:, 0]),
    Case("swapaxes", lambda x: ops.swapaxes(x, 0, 2), (CUBE,), lambda x: x.swapaxes(0, 2)),
    Case("broadcast_to", lambda x: ops.broadcast_to(x, (2, 3, 4)), (COLUMN,), lambda x: np.broadcast_to(x, (2, 3, 4))),
    Case(
        "broadcast_scalar",
        lambda x: ops.broadcast_to(x, (2, 3)),
        (X[0, 0].reshape(()),),
        lambda x: np.broadcast_to(x, (2, 3)),
    ),
    Case("broadcast_int", lambda x: ops.broadcast_to(x, (2, 3)), (integers(3),), lambda x: np.broadcast_to(x, (2, 3))),
    Case("broadcast_bool", lambda x: ops.broadcast_to(x, (2, 3)), (booleans(3),), lambda x: np.broadcast_to(x, (2, 3))),
    Case(
        "concatenate",
        lambda a, b: ops.concatenate([a, b], 1),
        (X, normal(3, 2, seed=1)),
        lambda a, b: np.concatenate([a, b], 1),
    ),
    Case(
        "concatenate_symbolic",
        lambda a, b: ops.concatenate([a, b, a]),
        (X, OTHER),
        lambda a, b: np.concatenate([a, b, a]),
        symbolic=(True, True),
    ),
    Case(
        "concatenate_bool", lambda a, b: ops.concatenate([a, b]), (BITS, MORE_BITS), lambda a, b: np.concatenate([a, b])
    ),
    Case("tile", lambda x: ops.tile(x, (2, 1, 3)), (X,), lambda x: np.tile(x, (2, 1, 3)), symbolic=(True,)),
    Case("tile_last", lambda x: ops.tile(x, 2), (X,), lambda x: np.tile(x, 2), symbolic=(True,)),
    Case("roll", lambda x: ops.roll(x, 2, axis=1), (CUBE,), lambda x: np.roll(x, 2, 1), symbolic=(True,)),
    Case("roll_back", lambda x: ops.roll(x, -1, axis=0), (X,), lambda x: np.roll(x, -1, 0), symbolic=(True,)),
    Case("roll_flat", lambda x: ops.roll(x, 5), (X,), lambda x: np.roll(x, 5)),
    Case("moveaxis", lambda x: ops.moveaxis(x, 0, -1), (CUBE,), lambda x: np.moveaxis(x, 0, -1), symbolic=(True,)),
    Case("moveaxis_two", lambda x: ops.moveaxis(x, (2, 0), (0, 1)), (CUBE,), lambda x: np.moveaxis(x, (2, 0), (0, 1))),
    Case("hstack", lambda a, b: ops.hstack([a, b]), (X, COLUMN), lambda a, b: np.hstack([a, b])),
    Case("hstack_vectors", lambda a, b: ops.hstack([a, b]), (ROW, ROW), lambda a, b: np.hstack([a, b])),
    Case("outer", ops.outer, (ROW, normal(3)), np.outer),
    Case("eye", lambda x: x + ops.eye(3, 4, 1) + ops.eye(3, 4), (X,), lambda x: x + np.eye(3, 4, 1) + np.eye(3, 4)),
    Case("identity", lambda x: ops.identity(3) @ x, (X,), lambda x: x),
    Case(
        "shape",
        lambda x: ops.sum(x) * ops.ones(ops.shape(x)) / (ops.dimension(ops.size(x)) * ops.ndim(x)),
        (X,),
        lambda x: np.full(x.shape, x.mean() / 2),
        symbolic=(True,),
    ),
    Case("stack", lambda a, b: ops.stack([a, b], -1), (X, OTHER), lambda a, b: np.stack([a, b], -1)),
    Case("split", lambda x: ops.split(x, 2, axis=1), (X,), lambda x: np.split(x, 2, axis=1)),
    Case("split_at", lambda x: ops.split(x, [1, 3], axis=1), (X,), lambda x: np.split(x, [1, 3], axis=1)),
    Case("pad", lambda x: ops.pad(x, ((1, 0), (2, 3))), (X,), lambda x: np.pad(x, ((1, 0), (2, 3)))),
    Case(
        "pad_value", lambda x: ops.pad(x, 1, constant_values=7), (INTEGERS,), lambda x: np.pad(x, 1, constant_values=7)
    ),
    Case("pad_bool", lambda x: ops.pad(x, 1), (BITS,), lambda x: np.pad(x, 1)),
    Case("flip", lambda x: ops.flip(x, (0, 1)), (CUBE,), lambda x: x[::-1, ::-1]),
    Case("flip_bool", lambda x: ops.flip(x, 0), (BITS,), lambda x: x[::-1]),
    Case("index", lambda x: x[1], (CUBE,), lambda x: x[1]),
    Case("index_tensor", lambda x, i: x[i], (CUBE, np.array(-1, "i")), lambda x, i: x[i], shared=(1,)),
    Case(
        "index_tensors",
        lambda x, i: x[i],
        (X, np.array([2, 0, -1], "i")),
        lambda x, i: x[i],
        symbolic=(True, False),
        shared=(1,),
    ),
    Case("index_last", lambda x: x[..., -1], (CUBE,), lambda x: x[..., -1], symbolic=(True,)),
    Case("slice_head", lambda x: x[1:], (CUBE,), lambda x: x[1:], symbolic=(True,)),
    Case("slice_tail", lambda x: x[:-1, None, 1:3], (CUBE,), lambda x: x[:-1, None, 1:3], symbolic=(True,)),
    Case("slice_steps", lambda x: x[:, ::-2, 1::3], (CUBE,), lambda x: x[:, ::-2, 1::3]),
    Case("slice_bool", lambda x: x[1:, ::-1], (BITS,), lambda x: x[1:, ::-1]),
    Case("slice_op", lambda x: ops.slice(x, (0, 1, 2), (3, 2, 2)), (CUBE,), lambda x: x[:, 1:3, 2:4]),
    Case("zeros_like", lambda x: ops.zeros_like(x) + ops.ones_like(x), (X,), np.ones_like, symbolic=(True,)),
    Case(
        "arange", lambda x: x + ops.arange(4.0) * ops.arange(3, 11, 2), (X,), lambda x: x + np.arange(4) * [3, 5, 7, 9]
    ),
    Case("ones_symbolic", lambda x: x * ops.ones((ops.shape(x)[0], 1)), (X,), lambda x: x, symbolic=(True,)),
    Case("full", lambda x: x + ops.full((3, 4), 2.5), (X,), lambda x: x + np.float32(2.5)),
    Case(
        "dimension",
        lambda x: ops.sum(x) / ops.dimension(ops.shape(x)[0]),
        (X,),
        lambda x: np.sum(x) / 3,
        symbolic=(True,),
    ),
]
