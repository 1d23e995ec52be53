"""Philox 4x32-10 on NumPy: the one generator behind initializers, dropout, augmentation and shuffling.

Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3". The key is (seed, site), the counter
(index, 0, invocation, 0); a call gives four words: element `e` of a tensor takes word `e % 4` of index `e // 4`.
"""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
import numpy.typing as npt

__all__ = ["numbers", "permutation", "philox", "site", "uniform", "words"]

Words = npt.NDArray[np.uint32]

_MULTIPLIERS = (np.uint64(0xD2511F53), np.uint64(0xCD9E8D57))
_WEYL = (0x9E3779B9, 0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)


def philox(counter: tuple[npt.ArrayLike, ...], key: tuple[int, int]) -> tuple[Words, Words, Words, Words]:
    """Ten rounds on four words of counter, elementwise over arrays of counters."""
    c0, c1, c2, c3 = (np.asarray(word, dtype=np.uint64) for word in counter)
    k0, k1 = key
    for _ in range(10):
        product0, product1 = c0 * _MULTIPLIERS[0], c2 * _MULTIPLIERS[1]
        c0, c1, c2, c3 = (
            (product1 >> _HALF) ^ c1 ^ np.uint64(k0),
            product1 & _LOW,
            (product0 >> _HALF) ^ c3 ^ np.uint64(k1),
            product0 & _LOW,
        )
        k0, k1 = (k0 + _WEYL[0]) & 0xFFFFFFFF, (k1 + _WEYL[1]) & 0xFFFFFFFF
    return tuple(np.asarray(word).astype(np.uint32) for word in (c0, c1, c2, c3))  # type: ignore[return-value]


def site(name: str) -> int:
    """The FNV-1a hash, 32 bits, of a stable name: which call of the program draws."""
    value = 0x811C9DC5
    for byte in name.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


def words(shape: tuple[int, ...] | int, seed: int, site: int, invocation: int = 0) -> Words:
    """A 32-bit word for each element."""
    shape = (shape,) if isinstance(shape, int) else shape
    count = math.prod(shape)
    index = np.arange((count + 3) // 4, dtype=np.uint64)
    four = philox((index, 0, invocation & 0xFFFFFFFF, 0), (seed & 0xFFFFFFFF, site))
    return np.stack(np.broadcast_arrays(*four), axis=-1).reshape(-1)[:count].reshape(shape)


def uniform(shape: tuple[int, ...] | int, seed: int, site: int, invocation: int = 0) -> npt.NDArray[np.float32]:
    """Multiples of 2^-24 in [0, 1): exact in float32."""
    return numbers(shape, seed, site, invocation, "unit")


def numbers(
    shape: tuple[int, ...] | int, seed: int, site: int, invocation: int, part: Literal["unit", "high16", "low16"]
) -> npt.NDArray[np.float32]:
    """What the kernel RandomWords makes of the words: numbers in [0, 1), or one half of their bits."""
    bits = words(shape, seed, site, invocation)
    if part == "unit":
        return (bits >> np.uint32(8)).astype(np.float32) * np.float32(2.0**-24)
    return (bits >> np.uint32(16) if part == "high16" else bits & np.uint32(0xFFFF)).astype(np.float32)


def permutation(count: int, seed: int, site: int, invocation: int = 0) -> npt.NDArray[np.int64]:
    """0 to `count - 1` in the order of a shuffle: sorted, stably, by each one's word."""
    return np.argsort(words(count, seed, site, invocation), kind="stable")
