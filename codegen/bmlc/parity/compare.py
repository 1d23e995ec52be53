"""How far two tensors are apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from bmlc.parity.arrays import Array

__all__ = ["Difference", "relative_error", "worst"]


@dataclass(frozen=True)
class Difference:
    """A tensor's name and its relative error."""

    tensor: str
    error: float


def relative_error(actual: Array, expected: Array) -> float:
    """max|a - b| / max|b| with b the expected tensor; infinite for another shape, a NaN or infinity on one side only.

    Where b is zero throughout, the error is max|a|: there is nothing to be relative to.
    """
    if actual.shape != expected.shape:
        return float("inf")
    if not expected.size:
        return 0.0
    a, b = actual.astype(np.float64), expected.astype(np.float64)
    finite = np.isfinite(b)
    if not np.array_equal(a[~finite], b[~finite], equal_nan=True) or not np.isfinite(a[finite]).all():
        return float("inf")
    if not finite.any():
        return 0.0
    scale = float(np.abs(b[finite]).max())
    return float(np.abs(a[finite] - b[finite]).max()) / (scale or 1.0)


def worst(differences: Iterable[Difference]) -> Difference:
    """The largest one; a NaN does not occur."""
    return max(differences, key=lambda difference: difference.error)
