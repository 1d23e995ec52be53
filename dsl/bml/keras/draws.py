"""The numbers of a draw outside of a trace, by NumPy: what a backend draws in one, but normal numbers in float64.

Philox 4x32-10 with the two numbers that Keras draws: key (seed, 0), counter (block, 0, counter, 0). The browser makes
those of `numbers` itself, in `runtime_js/src/random/draws.ts`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from bmlc.ops.rounding import ERFINV_NEAR
from bmlc.random import philox

__all__ = ["categorical", "numbers", "permutation", "unit"]

Floats = npt.NDArray[np.float32]


def numbers(descriptor: Mapping[str, Any], shape: tuple[int, ...]) -> Floats:
    """float32 numbers of the distribution that `descriptor` names.

    Args:
        descriptor: `name`, one of uniform, normal and truncated_normal, `key`, and the distribution's arguments.
        shape: Of the result.
    """
    seed, counter = descriptor["key"]
    u = unit(shape, seed, counter)
    if descriptor["name"] == "uniform":  # rounded as a backend rounds: the bits are the same
        low, high = (np.asarray(descriptor[name], np.float32) for name in ("minval", "maxval"))
        return np.asarray(u * (high - low) + low)
    u = u.astype(np.float64)
    if descriptor["name"] in ("normal", "orthogonal"):  # Box and Muller
        v = unit(shape, seed, counter, 0xFFFFFFFF).astype(np.float64)
        z = np.sqrt(-2.0 * np.log(1.0 - u)) * np.cos(2.0 * math.pi * v)
        if descriptor["name"] == "orthogonal":
            z = _orthogonal(z, shape)
    else:  # the inverse of the distribution
        x = (2.0 * u - 1.0) * math.erf(math.sqrt(2.0))
        z = np.clip(np.polyval(ERFINV_NEAR, -2.5 - np.log((1.0 - x) * (1.0 + x))) * x * math.sqrt(2.0), -2.0, 2.0)
    return np.asarray(descriptor["mean"] + descriptor["stddev"] * z, np.float32)


def _orthogonal(z: npt.NDArray[np.float64], shape: tuple[int, ...]) -> npt.NDArray[np.float64]:
    """Keras's `Orthogonal`: the numbers of a tall matrix with its columns made orthogonal; of a wide one, its rows."""
    sizes = sorted((z.size // shape[-1], shape[-1]), reverse=True)
    q, r = np.linalg.qr(z.reshape(sizes))
    q = q * np.sign(np.diag(r))
    return (q.T if z.size // shape[-1] < shape[-1] else q).reshape(shape)


def unit(shape: tuple[int, ...], seed: int, counter: int, site: int = 0) -> Floats:
    """Multiples of 2^-24 in [0, 1)."""
    return philox.uniform(shape, seed, site, counter)


def permutation(size: int, seed: int, counter: int) -> npt.NDArray[np.int32]:
    return philox.permutation(size, seed, 0, counter).astype(np.int32)


def categorical(logits: Floats, num_samples: int, seed: int, counter: int) -> npt.NDArray[np.int32]:
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    sums = np.cumsum(powers / powers.sum(-1, keepdims=True), -1, dtype=np.float32)
    u = unit((len(logits), num_samples), seed, counter) * sums[:, -1:]
    passed = (sums[:, None] <= u[..., None]).sum(-1)
    return np.minimum(passed, logits.shape[-1] - 1).astype(np.int32)
