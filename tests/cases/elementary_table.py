"""The cases of rounding, division with a remainder, angles, and functions that are made of such ops."""

from __future__ import annotations

import math

import numpy as np
from cases.inputs import BITS, INTEGERS, OTHER, X
from cases.ops import Array, Case

from bmlc import ops

HALVES = np.array([0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0.49, 7.51, 3], "f")
GAPS = np.array([np.nan, 1, -2, np.inf, -np.inf, 0], "f")


def erfinv(y: Array) -> Array:
    """By bisection."""
    from math import erf

    low, high = np.full(y.shape, -9.0), np.full(y.shape, 9.0)
    for _ in range(80):
        middle = (low + high) / 2
        below = np.vectorize(erf)(middle) < y
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return low.astype("f")


ELEMENTARY = [
    *(
        Case(name, getattr(ops, name), (X,), getattr(np, name), symbolic=(True,))
        for name in ("trunc", "signbit", "isnan", "deg2rad", "rad2deg")
    ),
    Case("erfc", ops.erfc, (X,), np.vectorize(math.erfc, otypes=[np.float32]), symbolic=(True,)),
    Case("erfinv", ops.erfinv, (X / np.float32(2.5),), erfinv, symbolic=(True,)),
    Case("erfinv_tails", ops.erfinv, (np.array([-0.9999, 0.99999, 0.997, 1e-5], "f"),), erfinv),
    Case("round_halves", ops.round, (HALVES,), np.round),
    Case("round_digits", lambda x: ops.round(x, 1), (X,), lambda x: np.round(x, 1)),
    Case("round_tens", lambda x: ops.round(x, -1), (X * 40,), lambda x: np.round(x, -1)),
    Case("round_int", ops.round, (INTEGERS,), lambda x: x),
    Case("mod_quotients", ops.mod, (X * 4, OTHER), np.mod, symbolic=(True, True), gpu_tolerance=1e-4),
    Case("mod_number", lambda x: ops.mod(x, 2.0), (X * 3,), lambda x: np.mod(x, np.float32(2)), symbolic=(True,)),
    Case(
        "divide_no_nan",
        ops.divide_no_nan,
        (X, np.where(BITS, 0, OTHER).astype("f")),
        lambda x, y: np.where(y == 0, 0, x / np.where(y == 0, 1, y)),
        symbolic=(True, True),
    ),
    *(
        Case(name, getattr(ops, name), (GAPS,), getattr(np, name), differentiable=False)
        for name in ("isinf", "isfinite", "nan_to_num")
    ),
    Case("isnan_gaps", ops.isnan, (GAPS,), np.isnan, differentiable=False),
    Case("isnan_int", ops.isnan, (INTEGERS,), np.isnan),
    Case(
        "nan_to_num_given",
        lambda x: ops.nan_to_num(x, 1.0, 2.0, -3.0),
        (GAPS,),
        lambda x: np.nan_to_num(x, nan=1, posinf=2, neginf=-3),
        differentiable=False,
    ),
]
