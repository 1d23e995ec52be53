"""Arithmetic of two tensors, element by element; they broadcast as in NumPy. And `clip`."""

from __future__ import annotations

from dataclasses import replace

from bmlc.ir import TensorType
from bmlc.ops.broadcasting import unbroadcast
from bmlc.ops.casting import as_arithmetic, as_bytes, as_float, dtype_of, highest, unwrap
from bmlc.ops.constant import ones_like, zeros_like
from bmlc.ops.elementwise import binary, same_type
from bmlc.ops.elementwise_unary import log, rsqrt, sqrt, square
from bmlc.ops.op import Gradients, Op1, unchanged
from bmlc.ops.rules import bad_argument, misuse
from bmlc.ops.selection import equal, where
from bmlc.ops.tensor import Operand, Tensor

__all__ = ["add", "clip", "divide", "maximum", "minimum", "multiply", "power", "subtract", "true_divide"]


add = binary("add", "`x1 + x2`.", lambda g, y, a, b: (g, g), "Add")
subtract = replace(
    binary("subtract", "`x1 - x2`.", None, "Sub"),
    gradient=lambda g, y, a, b: (unbroadcast(g, a.type), -unbroadcast(g, b.type)),  # of the sum: fewer elements
)
multiply = binary("multiply", "`x1 * x2`.", lambda g, y, a, b: (g * b, g * a), "Multiply")


def divide_gradient(g: Tensor, y: Tensor, a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    quotient = g / b  # y = a / b:  da = g / b, db = -g y / b
    return quotient, -(quotient * y)


divide = true_divide = binary(
    "divide", "`x1 / x2`, in float32 also for integers.", divide_gradient, "RealDiv", of="float"
)


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
        return as_bytes(result, x)
    return None


def clip_shape(x: TensorType, *, x_min: float, x_max: float) -> TensorType:
    return same_type("clip", "float32")(x)


def clip_gradient(g: Tensor, y: Tensor, x: Tensor, *, x_min: float, x_max: float) -> Gradients:
    return (where(equal(x, y), g, zeros_like(g)),)  # y = min(max(x, lo), hi):  dx = g [lo <= x <= hi]


CLIP = Op1(
    name="clip",
    shape=clip_shape,
    gradient=clip_gradient,
    batching=unchanged,
    reference=lambda tf, x, *, x_min, x_max: tf.clip_by_value(x, x_min, x_max),
    kernel=lambda k, x, *, x_min, x_max: k.kernel("ClipByValue", x, clipValueMin=x_min, clipValueMax=x_max),
)


def clip(x: Operand, x_min: Operand, x_max: Operand) -> Tensor:
    """`x`, but not above `x_max` and not below `x_min`."""
    low, high = unwrap(x_min), unwrap(x_max)
    if isinstance(low, int | float) and isinstance(high, int | float):
        if not low <= high:  # nor where one is NaN
            raise bad_argument("clip", "x_min <= x_max", f"x_min={low}, x_max={high}")
        if dtype_of(x) == "float32":
            return CLIP(*as_float(x), x_min=float(low), x_max=float(high))
    # In TensorFlow's order: x_min counts where it is above x_max.
    return maximum(minimum(x, high), low)
