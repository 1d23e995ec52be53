"""Hyperbolic functions, and the inverses of trigonometric and hyperbolic ones."""

from __future__ import annotations

import math

from bmlc.ops.casting import as_float
from bmlc.ops.convert import Operand
from bmlc.ops.elementwise import Unary, binary, unary
from bmlc.ops.elementwise_unary import rsqrt, square
from bmlc.ops.tensor import Tensor

__all__ = [
    "arccos",
    "arccosh",
    "arcsin",
    "arcsinh",
    "arctan",
    "arctan2",
    "arctanh",
    "cosh",
    "deg2rad",
    "rad2deg",
    "sinh",
]

sinh: Unary = unary("sinh", "The hyperbolic sine.", lambda g, y, x: g * cosh(x), "Sinh")
cosh: Unary = unary("cosh", "The hyperbolic cosine.", lambda g, y, x: g * sinh(x), "Cosh")
arcsin = unary(
    "arcsin", "The angle with the sine `x`.", lambda g, y, x: g * rsqrt(1.0 - square(x)), "Asin", reference="math.asin"
)
arccos = unary(
    "arccos",
    "The angle with the cosine `x`.",
    lambda g, y, x: -g * rsqrt(1.0 - square(x)),
    "Acos",
    reference="math.acos",
)
arctan = unary(
    "arctan", "The angle with the tangent `x`.", lambda g, y, x: g / (1.0 + square(x)), "Atan", reference="math.atan"
)
arcsinh = unary(
    "arcsinh",
    "The inverse of `sinh`.",
    lambda g, y, x: g * rsqrt(square(x) + 1.0),
    "Asinh",
    reference="math.asinh",
)
arccosh = unary(
    "arccosh",
    "The inverse of `cosh` that is not below 0.",
    lambda g, y, x: g * (rsqrt(x - 1.0) * rsqrt(x + 1.0)),
    "Acosh",
    reference="math.acosh",
)
arctanh = unary(
    "arctanh", "The inverse of `tanh`.", lambda g, y, x: g / (1.0 - square(x)), "Atanh", reference="math.atanh"
)


def arctan2_gradient(g: Tensor, y: Tensor, a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    part = g / (square(a) + square(b))  # y = atan(a / b):  da = g b / (a^2 + b^2), db = -g a / (a^2 + b^2)
    return part * b, -(part * a)


arctan2 = binary(
    "arctan2",
    "The angle from the positive first axis to the point `(x2, x1)`, from -pi to pi.",
    arctan2_gradient,
    "Atan2",
    of="float",
    reference="math.atan2",
)


def deg2rad(x: Operand) -> Tensor:
    """An angle in degrees as one in radians."""
    return as_float(x)[0] * (math.pi / 180.0)


def rad2deg(x: Operand) -> Tensor:
    """An angle in radians as one in degrees."""
    return as_float(x)[0] * (180.0 / math.pi)
