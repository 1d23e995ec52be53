"""The cases of what normalizes by moments."""

from __future__ import annotations

import numpy as np
from cases.ops import Array, Case, normal

from bmlc import ops

CUBE, FACTOR, SHIFT = normal(3, 4, 5), normal(5, seed=1), normal(5, seed=2)


def layer(x: Array, axis: int | tuple[int, ...] = -1) -> Array:
    return (x - x.mean(axis, keepdims=True)) / np.sqrt(x.var(axis, keepdims=True) + np.float32(1e-7))


def rms(x: Array) -> Array:
    return x / np.sqrt(np.square(x).mean(-1, keepdims=True) + np.float32(1e-7))


def batch(x: Array, mean: Array, variance: Array) -> Array:
    return (x - mean) / np.sqrt(variance + np.float32(1e-3))


NORMALIZATION = [
    Case("layer_normalization", ops.layer_normalization, (CUBE, FACTOR, SHIFT), lambda x, g, b: layer(x) * g + b,
         symbolic=(True, False, False)),
    Case("layer_normalization_axes", lambda x, g: ops.layer_normalization(x, g, axis=(0, 2)),
         (CUBE, normal(3, 5, seed=1)), lambda x, g: layer(x, (0, 2)) * g[:, None]),
    Case("rms_normalization", ops.rms_normalization, (CUBE, FACTOR), lambda x, g: rms(x) * g, symbolic=(True, False)),
    Case("batch_normalization", lambda x, m, v: ops.batch_normalization(x, m, v, -1), (CUBE, FACTOR, np.abs(SHIFT)),
         batch, symbolic=(True, False, False)),
]  # fmt: skip
