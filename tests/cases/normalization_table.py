"""The cases of what normalizes by moments."""

from __future__ import annotations

from typing import Any

import numpy as np
from cases.ops import Array, Case, normal

from bmlc import ops

CUBE, FACTOR, SHIFT = normal(3, 4, 5), normal(5, seed=1), normal(5, seed=2)


def batch(x: Array, mean: Array, variance: Array, offset: Any = 0, scale: Any = 1) -> Array:
    return (x - mean) / np.sqrt(variance + np.float32(1e-3)) * scale + offset


def along(name: str, *sizes: int, axis: int = -1, symbolic: bool = False, spread: float = 1.0) -> Case:
    """With all four vectors."""
    count = len(range(len(sizes))[axis:][1:])

    def numpy(x: Array, *vectors: Array) -> Array:
        return batch(x, *(v.reshape(-1, *(1,) * count) for v in vectors))

    vectors = [normal(sizes[axis], seed=seed) for seed in range(1, 5)]
    vectors[1] = np.square(vectors[1] * np.float32(spread))
    return Case(f"batch_normalization_{name}", lambda x, m, v, b, g: ops.batch_normalization(x, m, v, axis, b, g),
                (normal(*sizes), *vectors), numpy, symbolic=(symbolic, *(False,) * 4))  # fmt: skip


NORMALIZATION = [
    Case("batch_normalization", lambda x, m, v: ops.batch_normalization(x, m, v, -1), (CUBE, FACTOR, np.abs(SHIFT)),
         batch, symbolic=(True, False, False)),
    Case("batch_normalization_scaled", lambda x, m, v, g: ops.batch_normalization(x, m, v, -1, scale=g),
         (CUBE, FACTOR, np.abs(SHIFT), FACTOR), lambda x, m, v, g: batch(x, m, v, 0, g)),
    along("all", 3, 5, 7, 3, symbolic=True), along("rows", 5, 9), along("vector", 6), along("alone", 2, 3, 1),
    along("rank_5", 2, 3, 1, 3, 5), along("rank_7", 2, 1, 2, 1, 2, 2, 3),
    along("axis_1", 2, 3, 5, axis=1), along("small", 3, 4, 5, spread=1e-6),
]  # fmt: skip
