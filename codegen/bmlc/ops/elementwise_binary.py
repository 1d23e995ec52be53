"""Arithmetic of two tensors, element by element; they broadcast as in NumPy, and gradients are summed back."""

from __future__ import annotations

from dataclasses import replace

from bmlc.ops.broadcasting import unbroadcast
from bmlc.ops.casting import as_arithmetic
from bmlc.ops.constant import ones_like, zeros_like
from bmlc.ops.convert import Operand, highest, unwrap
from bmlc.ops.elementwise import binary
from bmlc.ops.elementwise_unary import log, rsqrt, sqrt, square
from bmlc.ops.op import Gradients
from bmlc.ops.rules import misuse
from bmlc.ops.selection import where
from bmlc.ops.tensor import Tensor

__all__ = ["add", "divide", "maximum", "minimum", "multiply", "power", "subtract", "true_divide"]


def subtract_gradient(g: Tensor, y: Tensor, a: Tensor, b: Tensor) -> Gradients:
    return unbroadcast(g, a.type), -unbroadcast(g, b.type)  # the sign of the sum: fewer elements


add = binary("add", "`x1 + x2`.", lambda g, y, a, b: (g, g), "Add")
subtract = replace(binary("subtract", "`x1 - x2`.", None, "Sub"), gradient=subtract_gradient)
multiply = binary("multiply", "`x1 * x2`.", lambda g, y, a, b: (g * b, g * a), "Multiply")


def divide_gradient(g: Tensor, y: Tensor, a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    quotient = g / b  # y = a / b:  da = g / b, db = -g y / b
    return quotient, -(quotient * y)


divide = binary("divide", "`x1 / x2`, in float32 also for integers.", divide_gradient, "RealDiv", of="float")


def maximum_gradient(g: Tensor, y: Tensor, a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    zero, wins = zeros_like(g), a >= b  # y = max(a, b):  da = g [a >= b], db = g [a < b]
    return where(wins, g, zero), where(wins, zero, g)


def minimum_gradient(g: Tensor, y: Tensor, a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    zero, wins = zeros_like(g), a <= b  # y = min(a, b):  da = g [a <= b], db = g [a > b]
    return where(wins, g, zero), where(wins, zero, g)


maximum = binary("maximum", "The larger of the two, element by element.", maximum_gradient, "Maximum")
minimum = binary("minimum", "The smaller of the two, element by element.", minimum_gradient, "Minimum")


def power_gradient(g: Tensor, y: Tensor, a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    # y = a^b:  da = g b a^(b-1), db = g y ln(a), taken as 0 where a <= 0, as TensorFlow does
    positive = a > 0.0
    logarithm = where(positive, log(where(positive, a, ones_like(a))), zeros_like(a))
    return g * b * power(a, b - 1.0), g * y * logarithm


POWER = binary("power", "`x1` to the power of `x2`.", power_gradient, "Pow", of="float", reference="math.pow")


def true_divide(x1: Operand, x2: Operand) -> Tensor:
    """Alias of `divide`."""
    return divide(x1, x2)


def power(x1: Operand, x2: Operand) -> Tensor:
    """`x1` to the power of `x2`. Integers take a Python int >= 0 as the exponent: kernels compute powers in floats."""
    exponent = unwrap(x2)
    if isinstance(exponent, int | float) and not isinstance(exponent, bool):
        simple = _simple_power(x1, exponent)
        if simple is not None:
            return simple
    if highest(x1, x2) != "float32":
        raise misuse(
            "power", "float32 operands, or a Python int >= 0 as the exponent", f"x2={x2!r}", "cast x1 to float32"
        )
    return POWER(x1, x2)


def _simple_power(x: Operand, exponent: float) -> Tensor | None:
    """x^exponent by cheaper ops, where there are some."""
    if exponent == 2:
        return square(x)
    if exponent == 0.5:
        return sqrt(x)
    if exponent == -0.5:
        return rsqrt(x)
    if exponent == -1:
        return divide(1.0, x)
    if isinstance(exponent, int) and highest(x) != "float32" and exponent >= 0:
        (base,) = as_arithmetic(x)
        result = ones_like(base)
        for _ in range(exponent):
            result = multiply(result, base)
        return result
    return None
