"""The arrays that most cases take."""

from __future__ import annotations

from cases.ops import booleans, integers, normal, positive

X, P = normal(3, 4), positive(3, 4)
OTHER = normal(3, 4, seed=1)
ROW = normal(4, seed=2)
COLUMN = normal(3, 1, seed=3)
INTEGERS, MORE_INTEGERS = integers(3, 4), integers(3, 4, seed=1)
BITS, MORE_BITS = booleans(3, 4), booleans(3, 4, seed=1)
CUBE = normal(3, 4, 5)
