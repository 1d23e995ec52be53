"""The cases of int32 beyond 2**24, where float32 no longer holds every whole number, up to both ends of its range."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from cases.families import unlisted
from cases.ops import Array, Case, booleans

from bmlc import ops
from bmlc.ops.elementwise import Binary, Unary
from bmlc.ops.linalg import product_of

EDGES = [
    2**24 + 1,
    -(2**24) - 1,
    2**31 - 1,
    -(2**31),
    1_700_000_001,
    1_700_000_000,
    123_456_789,
    -1,
    0,
    3,
    2**24,
    2**30 + 1,
]
I = np.array(EDGES, "i").reshape(3, 4)  # noqa: E741
J = np.roll(I, 1).copy()
K = np.arange(2**24 + 1, 2**24 + 25, dtype=np.int32).reshape(2, 3, 4) * np.int32(-3)
BITS = booleans(3, 4)
PLACES = np.array([2, -1, 0], "i")
BIG = 1_234_567_891


def exact(name: str, fn: Callable[..., Any], *inputs: Array, numpy: Callable[..., Any] | None = None) -> Case:
    """A case held to the last bit; NumPy's own function of the name unless another is given."""
    with_numpy = numpy or getattr(np, name, None)
    return Case(f"int32_{name}", fn, inputs, with_numpy and quietly(with_numpy), tolerance=0, gpu_tolerance=0)


def quietly(fn: Callable[..., Any]) -> Callable[..., Any]:
    def call(*xs: Array) -> Any:
        with np.errstate(over="ignore"):
            return fn(*xs)

    return call


def fold(name: str) -> Callable[..., Any]:
    def reduce(x: Array, axis: Any) -> Any:
        return getattr(np, name)(x, axis=axis, **({"dtype": np.int32} if name in ("sum", "prod") else {}))

    return reduce


def updated(x: Array, part: Array) -> Array:
    y = x.copy()
    y[1:3, 1:3] = part
    return y


LISTED = [
    exact("mod_row", ops.mod, I, np.array([3, -7, 2**30, -(2**31)], "i"), numpy=np.mod),
    exact("equal_row", ops.equal, I, I[1], numpy=np.equal),
    exact("multiply_column", ops.multiply, I, J[:, :1], numpy=np.multiply),
    exact("multiply_outer", ops.multiply, I[:, :1], J[:1], numpy=np.multiply),
    exact("multiply_cube", ops.multiply, K, K[:1, :, :1], numpy=np.multiply),
    exact("add_number", lambda x: x + BIG, I, numpy=lambda x: x + np.int32(BIG)),
    exact("later", lambda x: ops.cast(x > 1_700_000_000, "int32"), I, numpy=lambda x: (x > 1_700_000_000).astype("i")),
    exact("power", lambda x: x**3, I, numpy=lambda x: x * x * x),
    exact("clip", lambda x: ops.clip(x, -BIG, BIG), I, numpy=lambda x: np.clip(x, -BIG, BIG)),
    exact("where", ops.where, BITS, I, J),
    exact("where_number", lambda c, x: ops.where(c, x, BIG), BITS, I, numpy=lambda c, x: np.where(c, x, np.int32(BIG))),
    exact("full", lambda x: x + ops.full((3, 4), BIG, "int32"), I, numpy=lambda x: x + np.int32(BIG)),
    exact("cast_to_bool", lambda x: ops.cast(x, "bool"), I, numpy=lambda x: x != 0),
    exact("cast_to_float", lambda x: ops.cast(x, "float32"), I, numpy=lambda x: x.astype("f")),
    *(
        exact(f"{name}_{axis}", lambda x, name=name, axis=axis: getattr(ops, name)(x, axis=axis), K,
              numpy=lambda x, name=name, axis=axis: fold(name)(x, axis=axis))
        for name in ("sum", "prod", "max", "min")
        for axis in (0, 1, (0, 2), None)
    ),
    exact("sum_edges", lambda x: ops.sum(x, axis=1), I, numpy=lambda x: x.sum(axis=1, dtype="i")),
    exact("argmax", lambda x: ops.argmax(x, axis=1), K[0], numpy=lambda x: x.argmax(axis=1).astype("i")),
    exact("argmin", lambda x: ops.argmin(x, axis=0), K[0], numpy=lambda x: x.argmin(axis=0).astype("i")),
    *(
        exact(f"{name}_{axis}", lambda x, name=name, axis=axis: getattr(ops, name)(x, axis), K,
              numpy=lambda x, name=name, axis=axis: getattr(np, name)(x, axis, dtype="i"))
        for name in ("cumsum", "cumprod")
        for axis in (0, 2)
    ),
    exact("sort", ops.sort, I),
    exact("argsort", ops.argsort, K, numpy=lambda x: np.argsort(x, kind="stable").astype("i")),
    exact("top_k", lambda x: ops.top_k(x, 2)[0], I, numpy=lambda x: np.sort(x)[:, :-3:-1]),
    exact("relu", ops.relu, I, numpy=lambda x: np.maximum(x, 0)),
    exact("relu6", ops.relu6, I, numpy=lambda x: np.clip(x, 0, 6)),
    exact("matmul", lambda x, y: ops.matmul(x, ops.transpose(y)), I, J, numpy=lambda x, y: x @ y.T),
    exact("matmul_batch", ops.matmul, K, K.reshape(2, 4, 3), numpy=np.matmul),
    exact("matmul_flags", lambda x, y: product_of(x, y, True, True), I, J[:, :3], numpy=lambda x, y: x.T @ y.T),
    exact("dot", ops.dot, I[0], J[0], numpy=np.dot),
    exact("max_bool", lambda x: ops.max(x, axis=1), BITS, numpy=lambda x: x.max(axis=1)),
    exact("min_bool", lambda x: ops.min(x, axis=0), BITS, numpy=lambda x: x.min(axis=0)),
    exact("matmul_bool", lambda x: ops.matmul(x, ops.transpose(x)), BITS, numpy=lambda x: x @ x.T),
    exact("transpose", ops.transpose, I),
    exact("transpose_cube", lambda x: ops.transpose(x, (2, 0, 1)), K, numpy=lambda x: x.transpose(2, 0, 1)),
    exact("reshape", lambda x: ops.reshape(x, (4, 3)), I, numpy=lambda x: x.reshape(4, 3)),
    exact("broadcast_to", lambda x: ops.broadcast_to(x, (2, 3, 4)), I, numpy=lambda x: np.broadcast_to(x, (2, 3, 4))),
    exact("concatenate", lambda x, y: ops.concatenate([x, y, x], 1), I, J, numpy=lambda x, y: np.hstack([x, y, x])),
    exact("concatenate_many", lambda x: ops.concatenate([x] * 9), I, numpy=lambda x: np.concatenate([x] * 9)),
    exact("stack", lambda x, y: ops.stack([x, y], axis=1), I, J, numpy=lambda x, y: np.stack([x, y], axis=1)),
    exact("split", lambda x: list(ops.split(x, 2, axis=1)), I, numpy=lambda x: np.split(x, 2, axis=1)),
    exact("slice", lambda x: x[1:, 1:3], I, numpy=lambda x: x[1:, 1:3]),
    exact("steps", lambda x: x[:, ::-2], I, numpy=lambda x: x[:, ::-2]),
    exact("flip", ops.flip, I),
    exact("flip_middle", lambda x: ops.flip(x, 1), K, numpy=lambda x: np.flip(x, 1)),
    exact("pad", lambda x: ops.pad(x, ((1, 0), (0, 2))), I, numpy=lambda x: np.pad(x, ((1, 0), (0, 2)))),
    exact("tile", lambda x: ops.tile(x, (2, 3)), I, numpy=lambda x: np.tile(x, (2, 3))),
    exact("roll", lambda x: ops.roll(x, 1, axis=1), I, numpy=lambda x: np.roll(x, 1, axis=1)),
    exact("take", lambda x, i: ops.take(x, i, axis=0), I, PLACES, numpy=lambda x, i: x[i]),
    exact("take_along_axis", ops.take_along_axis, I, PLACES[:, None], numpy=lambda x, i: np.take_along_axis(x, i, -1)),
    exact("slice_update", lambda x, y: ops.slice_update(x, (1, 1), y), I, J[:2, :2], numpy=updated),
    exact("segment_sum", lambda x, i: ops.segment_sum(x, i, 3), I, PLACES,
          numpy=lambda x, i: np.stack([x[i == segment].sum(axis=0, dtype="i") for segment in range(3)])),
    exact("segment_max", lambda x, i: ops.segment_max(x, i, 3), I, PLACES,
          numpy=lambda x, i: np.stack([x[i == segment].max(axis=0, initial=-(2**31)) for segment in range(3)])),
    exact("segment_min", lambda x, i: ops.segment_min(x, i, 3), I, PLACES,
          numpy=lambda x, i: np.stack([x[i == segment].min(axis=0, initial=2**31 - 1) for segment in range(3)])),
    *(exact(f"scatter_{name}", lambda x, y, name=name: ops.scatter_update(x, [[1], [0]], y, name), I, J[1:],
            numpy=lambda x, y, fold=fold: np.stack([fold(x[0], y[1]), fold(x[1], y[0]), x[2]]))
      for name, fold in (("max", np.maximum), ("min", np.minimum))),
    exact("segment_prod", lambda x: ops.segment_prod(x, np.array([1, 0, 1]), 2), I,
          numpy=lambda x: np.stack([x[1], x[0] * x[2]])),
    exact("scatter_update", lambda x, y: ops.scatter_update(x, [[1], [0]], y), I, J[1:],
          numpy=lambda x, y: np.stack([y[1], y[0], x[2]])),
    exact("clip_tensors", lambda x, y: ops.clip(x, y, 5), I, J, numpy=lambda x, y: np.maximum(np.minimum(x, 5), y)),
    exact("bools", lambda x: ops.flip(ops.transpose(ops.pad(x, 1))), BITS, numpy=lambda x: np.pad(x, 1).T[::-1, ::-1]),
]  # fmt: skip

# Those that a `unary` or `binary` of numbers has by being declared.
NAMES = [case.name.removeprefix("int32_") for case in LISTED]
INTEGERS = [
    *LISTED,
    *(exact(op.name, op, I) for op in unlisted(Unary, NAMES) if op.of == "number"),
    *(exact(op.name, op, I, np.where(J == 0, 7, J)) for op in unlisted(Binary, NAMES) if op.of == "number"),
]
