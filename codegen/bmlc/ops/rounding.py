"""Whole numbers from others, division with a remainder, and numbers that are none."""

# ruff: noqa: A001 - the names that Keras and NumPy give them

from __future__ import annotations

import math

import numpy as np

from bmlc.ops.casting import as_arithmetic, as_float, convert_to_tensor, dtype_of
from bmlc.ops.constant import full_like, ones_like
from bmlc.ops.elementwise import binary, unary
from bmlc.ops.elementwise_binary import divide, multiply
from bmlc.ops.elementwise_unary import absolute, exp, floor, log, square
from bmlc.ops.op import Target
from bmlc.ops.rules import bad_argument
from bmlc.ops.selection import equal, less, less_equal, logical_and, logical_or, not_equal, where
from bmlc.ops.tensor import Operand, Tensor

__all__ = [
    "divide_no_nan",
    "erfc",
    "erfinv",
    "floor_divide",
    "isfinite",
    "isinf",
    "isnan",
    "mod",
    "nan_to_num",
    "remainder",
    "round",
    "signbit",
    "trunc",
]

LARGEST = float(np.finfo(np.float32).max)

ROUND = unary("round", "The nearest whole number, the even one of two that are as near.", None, "Round")


def floor_divide_kernel(k: Target, a: Tensor, b: Tensor) -> Tensor:
    return floor(divide(a, b)) if a.dtype == "float32" else k.kernel("FloorDiv", a, b)


floor_divide = binary(
    "floor_divide",
    "`x1 / x2`, rounded down; of ints an int, 0 where `x2` is.",
    None,
    floor_divide_kernel,
    reference="math.floordiv",
)
MOD = binary(
    "mod",
    "What `floor_divide` leaves, with the sign of `x2`; of ints 0 where `x2` is.",
    lambda g, y, a, b: (g, -(g * floor(divide(a, b)))),
    "Mod",
    reference="math.floormod",
)


def mod(x1: Operand, x2: Operand) -> Tensor:
    """What `floor_divide` leaves, with the sign of `x2`; of ints 0 where `x2` is. A Python int is an int32."""
    given = (np.int32(x) if type(x) is int else x for x in (x1, x2))
    return MOD(*given)


remainder = mod


def erfc_kernel(k: Target, x: Tensor) -> Tensor:
    """By Chebyshev's polynomials, right to 1.2e-7 of the result (Press et al., "Numerical Recipes", 1992, 6.2)."""
    z = absolute(x)
    t = 1.0 / (1.0 + 0.5 * z)
    tail = t * exp(polynomial(t, ERFC) - square(z))
    return where(x >= 0.0, tail, 2.0 - tail)


ERFC = (
    *(0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807),
    *(-0.18628806, 0.09678418, 0.37409196, 1.00002368, -1.26551223),
)
# Written by exp, where `1 - erf(x)` would be 0 for large x.
erfc = unary("erfc", "`1 - erf(x)`.", lambda g, y, x: g * exp(-square(x)) * (-2.0 / math.sqrt(math.pi)), erfc_kernel)


def erfinv_kernel(k: Target, x: Tensor) -> Tensor:
    """Giles, "Approximating the erfinv function" (2010), single precision."""
    w = -log((1.0 - x) * (1.0 + x))
    near, far = polynomial(w - 2.5, ERFINV_NEAR), polynomial(w**0.5 - 3.0, ERFINV_FAR)
    # At -1 and 1 the polynomial is infinite, but of the wrong sign.
    return where(equal(absolute(x), 1.0), x * math.inf, where(less(w, 5.0), near, far) * x)


def polynomial(x: Tensor, coefficients: tuple[float, ...]) -> Tensor:
    """The first coefficient is that of the highest power."""
    result = multiply(x, coefficients[0]) + coefficients[1]
    for coefficient in coefficients[2:]:
        result = result * x + coefficient
    return result


ERFINV_NEAR = (
    *(2.81022636e-08, 3.43273939e-07, -3.5233877e-06, -4.39150654e-06, 0.00021858087),
    *(-0.00125372503, -0.00417768164, 0.246640727, 1.50140941),
)
ERFINV_FAR = (
    *(-0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773),
    *(-0.0076224613, 0.00943887047, 1.00167406, 2.83297682),
)
erfinv = unary(
    "erfinv", "The inverse of `erf`.", lambda g, y, x: g * exp(square(y)) * (math.sqrt(math.pi) / 2.0), erfinv_kernel
)


def round(x: Operand, decimals: int = 0) -> Tensor:
    """`x` rounded to `decimals` digits behind the point, halves to the even digit. Ints stay as they are."""
    if not isinstance(decimals, int) or (decimals < 0 and dtype_of(x) != "float32"):
        raise bad_argument("round", "decimals to be an int, for ints at least 0", f"decimals={decimals!r}")
    if dtype_of(x) != "float32":
        return convert_to_tensor(x)
    factor = 10.0**decimals
    return ROUND(x) if decimals == 0 else ROUND(multiply(x, factor)) / factor


def trunc(x: Operand) -> Tensor:
    """`x` without what stands behind the point."""
    t = convert_to_tensor(x)
    return where(less(t, 0.0), -floor(-t), floor(t)) if t.dtype == "float32" else t


def divide_no_nan(x1: Operand, x2: Operand) -> Tensor:
    """`x1 / x2`, and 0 where `x2` is 0."""
    a, b = as_float(x1, x2)
    none = equal(b, 0.0)
    return where(none, 0.0, a / where(none, 1.0, b))


def isnan(x: Operand) -> Tensor:
    """Whether an element is NaN."""
    return not_equal(x, x) if dtype_of(x) == "float32" else full_like(x, False, "bool")


def isinf(x: Operand) -> Tensor:
    """Whether an element is infinite."""
    return equal(absolute(x), math.inf) if dtype_of(x) == "float32" else full_like(x, False, "bool")


def isfinite(x: Operand) -> Tensor:
    """Whether an element is neither infinite nor NaN."""
    return less_equal(absolute(x), LARGEST) if dtype_of(x) == "float32" else ones_like(x, "bool")


def signbit(x: Operand) -> Tensor:
    """Whether an element is below 0, or -0.0."""
    (t,) = as_arithmetic(x)
    if t.dtype != "float32":
        return less(t, 0)
    return logical_or(less(t, 0.0), logical_and(equal(t, 0.0), less(1.0 / t, 0.0)))


def nan_to_num(x: Operand, nan: float = 0.0, posinf: float | None = None, neginf: float | None = None) -> Tensor:
    """`x` with a number in place of NaN, and the largest and the smallest, or others, in place of infinities."""
    t = convert_to_tensor(x)
    if t.dtype != "float32":
        return t
    numbers = where(isnan(t), nan, t)
    numbers = where(equal(numbers, math.inf), LARGEST if posinf is None else posinf, numbers)
    return where(equal(numbers, -math.inf), -LARGEST if neginf is None else neginf, numbers)
