"""Primitive functions of one tensor, element by element."""

# ruff: noqa: A001 - the names that Keras and NumPy give them

from __future__ import annotations

import math

from bmlc.ir import TensorType
from bmlc.ops.casting import as_float, cast, convert_to_tensor
from bmlc.ops.convert import Operand, dtype_of
from bmlc.ops.elementwise import Unary, same_type, unary
from bmlc.ops.op import Op1, Target, unchanged
from bmlc.ops.tensor import Tensor

__all__ = [
    "abs",
    "absolute",
    "cos",
    "erf",
    "exp",
    "expm1",
    "floor",
    "log",
    "log1p",
    "logical_not",
    "negative",
    "rsqrt",
    "sign",
    "sin",
    "sqrt",
    "square",
    "step",
]

exp = unary("exp", "e to the power of `x`.", lambda g, y, x: g * y, "Exp")
log = unary("log", "The natural logarithm.", lambda g, y, x: g / x, "Log")
log1p = unary("log1p", "`log(1 + x)`, exact for small `x`.", lambda g, y, x: g / (x + 1.0), "Log1p")
# The gradient is g exp(x), of which y + 1 loses the digits.
expm1 = unary("expm1", "`exp(x) - 1`, exact for small `x`.", lambda g, y, x: g * exp(x), "Expm1")
sqrt = unary("sqrt", "The square root.", lambda g, y, x: g * 0.5 / y, "Sqrt")
rsqrt = unary("rsqrt", "`1 / sqrt(x)`.", lambda g, y, x: g * -0.5 * (y * y * y), "Rsqrt")
sin = unary("sin", "The sine of an angle in radians.", lambda g, y, x: g * cos(x), "Sin")
cos: Unary = unary("cos", "The cosine of an angle in radians.", lambda g, y, x: -(g * sin(x)), "Cos")
floor = unary("floor", "The largest whole number that is not above `x`, as float32.", None, "Floor")
erf = unary("erf", "The error function.", lambda g, y, x: g * exp(-square(x)) * (2.0 / math.sqrt(math.pi)), "Erf")
logical_not = unary(
    "logical_not", "Whether `x` is false; numbers count as true unless they are 0.", None, "LogicalNot", of="bool"
)


def square_kernel(k: Target, x: Tensor) -> Tensor:
    return k.kernel("Square", x) if x.dtype == "float32" else k.kernel("Multiply", x, x)


square: Unary = unary("square", "`x * x`.", lambda g, y, x: g * (x * 2.0), square_kernel, of="number")


def negative_kernel(k: Target, x: Tensor) -> Tensor:
    # Neg is a float kernel on wasm.
    return k.kernel("Neg", x) if x.dtype == "float32" else k.kernel("Sub", convert_to_tensor(0), x)


negative = unary("negative", "`-x`.", lambda g, y, x: -g, negative_kernel, of="number")


def absolute_kernel(k: Target, x: Tensor) -> Tensor:
    # Abs computes int32 in floats on some backends.
    return k.kernel("Abs", x) if x.dtype == "float32" else k.kernel("Maximum", x, -x)


ABSOLUTE = unary(
    "absolute", "`x` without its sign.", lambda g, y, x: g * sign(x), absolute_kernel, of="number", reference="math.abs"
)


def sign_kernel(k: Target, x: Tensor) -> Tensor:
    # Sign is a float kernel on wasm and the GPUs.
    return k.kernel("Sign", x) if x.dtype == "float32" else cast(sign(cast(x, "float32")), "int32")


sign: Unary = unary("sign", "-1, 0 or 1.", None, sign_kernel, of="number")


def step_shape(x: TensorType, *, alpha: float) -> TensorType:
    return same_type("step", "float32")(x)


STEP = Op1(
    name="step",
    shape=step_shape,
    gradient=None,
    batching=unchanged,
    reference=lambda tf, x, *, alpha: tf.where(x > 0, tf.ones_like(x), tf.cast(alpha, x.dtype)),
    kernel=lambda k, x, *, alpha: k.kernel("Step", x, alpha=alpha),
)


def step(x: Operand, alpha: float = 0.0) -> Tensor:
    """1 where `x > 0`, `alpha` elsewhere: the derivative of ReLU and its relatives."""
    return STEP(*as_float(x), alpha=float(alpha))


def absolute(x: Operand) -> Tensor:
    """`x` without its sign."""
    return convert_to_tensor(x) if dtype_of(x) == "bool" else ABSOLUTE(x)


def abs(x: Operand) -> Tensor:
    """Shorthand for `absolute`."""
    return absolute(x)
