"""Cases of more dimensions than kernels can do, arranged so that few of them merge."""

from __future__ import annotations

import numpy as np
from cases.ops import Array, Case, booleans, integers, normal

from bmlc import ops

SIZES = (2, 3, 2, 2, 3, 2, 2, 2)


def alternating(make: object, phase: int, rank: int = 8) -> Array:
    """Of size 1 along every other dimension."""
    shape = (size if axis % 2 == phase else 1 for axis, size in enumerate(SIZES[:rank]))
    return make(*shape, seed=phase)  # type: ignore[operator, no-any-return]


EVEN, ODD = alternating(normal, 0), alternating(normal, 1)
FIVE, SEVEN = normal(*SIZES[:5]), normal(*SIZES[:7])
BITS, NUMBERS = booleans(*SIZES[:7]), integers(*SIZES[:7])
LATER = SEVEN[:, :, :, ::-1].copy()
EVERY_OTHER = tuple(range(0, 7, 2))
SHUFFLED = (6, 4, 2, 0, 5, 3, 1)
PARTS = tuple(slice(axis % 2, None) for axis in range(7))
PADS = tuple((1 - axis % 2, 0) for axis in range(7))
PLACES = np.array([1, 0, 1], "i")


def softmax(x: Array) -> Array:
    powers = np.exp(x - x.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


# TensorFlow itself stops at five runs of dimensions that stretch alike, a softmax of rank 5 and padding of rank 6.
BEYOND_TENSORFLOW = [
    *(
        Case(f"{name}_rank_8", getattr(ops, name), (EVEN, ODD), getattr(np, name))
        for name in ("add", "multiply", "maximum", "less")
    ),
    Case("divide_rank_8", ops.divide, (EVEN, np.abs(ODD) + 1), np.divide),
    Case("add_int_rank_8", ops.add, (alternating(integers, 0), alternating(integers, 1)), np.add),
    Case("logical_or_rank_8", ops.logical_or, (alternating(booleans, 0), alternating(booleans, 1)), np.logical_or),
    Case("add_symbolic_rank_8", ops.add, (EVEN, ODD), np.add, symbolic=(True, False)),
    Case("where_rank_8", ops.where, (alternating(booleans, 0), EVEN, ODD), np.where),
    Case("softmax_rank_7", ops.softmax, (SEVEN,), softmax),
    Case("broadcast_to_rank_8", lambda x: ops.broadcast_to(x, SIZES), (EVEN,), lambda x: np.broadcast_to(x, SIZES)),
    Case(
        "broadcast_to_bool_rank_7",
        lambda x: ops.broadcast_to(x, SIZES[:7]),
        (alternating(booleans, 0, 7),),
        lambda x: np.broadcast_to(x, SIZES[:7]),
    ),
    Case(
        "pad_rank_7",
        lambda x: ops.pad(x, PADS, constant_values=2.0),
        (SEVEN,),
        lambda x: np.pad(x, PADS, constant_values=2.0),
    ),
    Case("argmax_rank_7", lambda x: ops.argmax(x, axis=3), (SEVEN,), lambda x: x.argmax(3).astype("i")),
]

RUNS = normal(2, 1, 1, 3, 1, 1, 1, 1), normal(1, 2, 2, 3, 2, 1, 2, 2, seed=1)

RANKS = [
    *(Case(f"{name}_runs", getattr(ops, name), RUNS, getattr(np, name)) for name in ("add", "multiply", "minimum")),
    Case("add_runs_symbolic", ops.add, RUNS, np.add, symbolic=(True, False)),
    Case("full_rank_7", lambda x: ops.full(SIZES[:7], 2.0) * x, (SEVEN[0, 0],), lambda x: np.full(SIZES[:7], 2.0) * x),
    Case("add_number_rank_7", lambda x: x + 1.0, (SEVEN,), lambda x: x + 1, symbolic=(True,)),
    Case("tanh_rank_7", ops.tanh, (SEVEN,), np.tanh, symbolic=(True,)),
    Case("negative_int_rank_7", ops.negative, (NUMBERS,), np.negative),
    Case("logical_not_rank_7", ops.logical_not, (BITS,), np.logical_not),
    Case("where_rank_7", ops.where, (BITS, SEVEN, LATER), np.where),
    Case("cast_rank_7", lambda x: ops.cast(x, "float32"), (NUMBERS,), lambda x: x.astype("f")),
    Case("sum_rank_7", lambda x: ops.sum(x, axis=(0, 3)), (SEVEN,), lambda x: x.sum((0, 3)), symbolic=(True,)),
    Case("max_rank_7", lambda x: ops.max(x, axis=(1, 4)), (SEVEN,), lambda x: x.max((1, 4))),
    Case("any_rank_7", lambda x: ops.any(x, axis=(0, 4)), (BITS,), lambda x: x.any((0, 4))),
    Case("transpose_rank_5", ops.transpose, (FIVE,), np.transpose),
    Case("transpose_rank_7", lambda x: ops.transpose(x, SHUFFLED), (SEVEN,), lambda x: x.transpose(SHUFFLED)),
    Case("transpose_int_rank_7", lambda x: ops.transpose(x, SHUFFLED), (NUMBERS,), lambda x: x.transpose(SHUFFLED)),
    Case("tile_rank_4", lambda x: ops.tile(x, (2, 1, 3, 2)), (normal(2, 3, 2, 2),), lambda x: np.tile(x, (2, 1, 3, 2))),
    Case("tile_rank_5", lambda x: ops.tile(x, (2, 2, 1, 2, 2)), (FIVE,), lambda x: np.tile(x, (2, 2, 1, 2, 2))),
    Case("slice_rank_7", lambda x: x[PARTS], (SEVEN,), lambda x: x[PARTS]),
    Case("pad_rank_5", lambda x: ops.pad(x, PADS[:5]), (FIVE,), lambda x: np.pad(x, PADS[:5])),
    Case("flip_rank_5", lambda x: ops.flip(x, (0, 2, 4)), (FIVE,), lambda x: np.flip(x, (0, 2, 4))),
    Case("flip_rank_7", lambda x: ops.flip(x, EVERY_OTHER), (SEVEN,), lambda x: np.flip(x, EVERY_OTHER)),
    Case(
        "concatenate_rank_7",
        lambda x, y: ops.concatenate([x, y], 3),
        (SEVEN, LATER),
        lambda x, y: np.concatenate([x, y], 3),
    ),
    Case("take_rank_7", lambda x: ops.take(x, PLACES, axis=3), (SEVEN,), lambda x: x[:, :, :, PLACES]),
    Case(
        "one_hot_rank_7",
        lambda x: ops.one_hot(x, 3),
        (integers(*SIZES[:6], low=0, high=3),),
        lambda x: np.eye(3, dtype="f")[x],
    ),
    Case("matmul_rank_7", ops.matmul, (SEVEN, LATER), np.matmul),
    Case("segment_sum_rank_7", lambda x: ops.segment_sum(x, np.array([1, 0], "i"), 2), (SEVEN,), lambda x: x[::-1]),
    Case(
        "moments_rank_7",
        lambda x: list(ops.moments(x, axes=(1, 3))),
        (SEVEN,),
        lambda x: [x.mean((1, 3)), x.var((1, 3))],
    ),
]
