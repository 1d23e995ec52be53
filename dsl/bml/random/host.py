"""Python's `random.Random` over words of bml's own generator, so that a browser draws the same numbers.

Philox 4x32-10 with the key (seed, site("random")); block `i` of the stream has the counter (low word of i, high word of
i, 0, 0), and its four words are taken in order. What is made of the words is CPython's: random() from 53 bits of two
words, whole numbers below n from as many bits as n has, drawn again until they fit.
"""

from __future__ import annotations

import random
from typing import Any

import numpy as np

from bml.arguments import seed_number
from bmlc.random import philox

__all__ = ["HostRandom"]

_BLOCKS = 64  # made at once


class HostRandom(random.Random):
    """The stream of a program's host numbers.

    Args:
        seed: From 0 to 2**32 - 1.

    Example:
        >>> from bml.random import HostRandom
        >>> stream = HostRandom(1)
        >>> first = stream.random()
        >>> stream.seed(1)
        >>> stream.random() == first
        True

    Source: Lib/random.py and Modules/_randommodule.c of CPython.
    """

    def __init__(self, seed: int) -> None:
        super().__init__(seed)

    def seed(self, a: Any = 0, version: int = 2) -> None:
        """Begin the stream of seed `a`; `version` is there because Python's own has it."""
        self.seeded = seed_number("random.seed", a)
        self._block = 0
        self._words: list[int] = []
        self.gauss_next = None  # the second number of gauss's pair

    def random(self) -> float:
        """A multiple of 2**-53 in [0, 1)."""
        high, low = self._word() >> 5, self._word() >> 6
        return (high * 2.0**26 + low) * 2.0**-53

    def getrandbits(self, k: int, /) -> int:
        """A whole number of `k` bits; the first word has the lowest ones."""
        result = 0
        for shift in range(0, k, 32):
            result |= (self._word() >> max(0, 32 - (k - shift))) << shift
        return result

    def _word(self) -> int:
        if not self._words:
            index = np.arange(self._block, self._block + _BLOCKS, dtype=np.uint64)
            counter = (index & np.uint64(0xFFFFFFFF), index >> np.uint64(32), 0, 0)
            four = philox.philox(counter, (self.seeded, philox.site("random")))
            self._words = np.stack(np.broadcast_arrays(*four), axis=-1).ravel()[::-1].tolist()
            self._block += _BLOCKS
        return self._words.pop()
