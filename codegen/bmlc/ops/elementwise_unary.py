"""Functions of one tensor, element by element, most of them with kernels; and `arctan2`, the one angle of two."""

# ruff: noqa: A001 - the names that Keras and NumPy give them

from __future__ import annotations

import math

from bmlc.ir import TensorType
from bmlc.ops.casting import as_float, cast, convert_to_tensor, dtype_of
from bmlc.ops.elementwise import Unary, binary, composed, same_type, unary
from bmlc.ops.op import Op1, unchanged
from bmlc.ops.tensor import Operand, Tensor

__all__ = [
    "abs",
    "absolute",
    "arccos",
    "arccosh",
    "arcsin",
    "arcsinh",
    "arctan",
    "arctan2",
    "arctanh",
    "ceil",
    "cos",
    "cosh",
    "deg2rad",
    "erf",
    "exp",
    "expm1",
    "floor",
    "log",
    "log1p",
    "log2",
    "log10",
    "logical_not",
    "negative",
    "rad2deg",
    "reciprocal",
    "rsqrt",
    "sign",
    "sin",
    "sinh",
    "sqrt",
    "square",
    "step",
    "tan",
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

# Some backends compute the next four in floats.
# As TensorFlow has it: where 2 x is too large, its gradient is infinite or NaN.
square: Unary = unary(
    "square", "`x * x`.", lambda g, y, x: g * (x * 2.0), "Square", of="number", ints=lambda k, x: x * x
)
negative = unary("negative", "`-x`.", lambda g, y, x: -g, "Neg", of="number", ints=lambda k, x: 0 - x)
sign: Unary = unary(
    "sign", "-1, 0 or 1.", None, "Sign", of="number", ints=lambda k, x: cast(sign(cast(x, "float32")), "int32")
)
ABSOLUTE = unary(
    "absolute",
    "`x` without its sign.",
    lambda g, y, x: g * sign(x),
    "Abs",
    of="number",
    ints=lambda k, x: k.kernel("Maximum", x, -x),
    reference="math.abs",
)

sinh: Unary = unary("sinh", "The hyperbolic sine.", lambda g, y, x: g * cosh(x), "Sinh")
cosh: Unary = unary("cosh", "The hyperbolic cosine.", lambda g, y, x: g * sinh(x), "Cosh")
arcsin = unary("arcsin", "The angle with the sine `x`.", lambda g, y, x: g * rsqrt(1.0 - square(x)), "Asin")
arccos = unary("arccos", "The angle with the cosine `x`.", lambda g, y, x: -g * rsqrt(1.0 - square(x)), "Acos")
arctan = unary("arctan", "The angle with the tangent `x`.", lambda g, y, x: g / (1.0 + square(x)), "Atan")
arcsinh = unary("arcsinh", "The inverse of `sinh`.", lambda g, y, x: g * rsqrt(square(x) + 1.0), "Asinh")
arccosh = unary(
    "arccosh",
    "The inverse of `cosh` that is not below 0.",
    lambda g, y, x: g * (rsqrt(x - 1.0) * rsqrt(x + 1.0)),
    "Acosh",
)
arctanh = unary("arctanh", "The inverse of `tanh`.", lambda g, y, x: g / (1.0 - square(x)), "Atanh")


def arctan2_gradient(g: Tensor, y: Tensor, a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    part = g / (square(a) + square(b))  # y = atan(a / b):  da = g b / (a^2 + b^2), db = -g a / (a^2 + b^2)
    return part * b, -(part * a)


arctan2 = binary(
    "arctan2",
    "The angle from the positive first axis to the point `(x2, x1)`, from -pi to pi.",
    arctan2_gradient,
    "Atan2",
    of="float",
)


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


abs = absolute
deg2rad = composed("deg2rad", "An angle in degrees as one in radians.", lambda x: x * (math.pi / 180.0))
rad2deg = composed("rad2deg", "An angle in radians as one in degrees.", lambda x: x * (180.0 / math.pi))
reciprocal = composed("reciprocal", "`1 / x`.", lambda x: 1.0 / x)
ceil = composed("ceil", "The smallest whole number that is not below `x`, as float32.", lambda x: -floor(-x))
log2 = composed("log2", "The logarithm to the base 2.", lambda x: log(x) / math.log(2.0))
log10 = composed("log10", "The logarithm to the base 10.", lambda x: log(x) / math.log(10.0))
tan = composed("tan", "`sin(x) / cos(x)`.", lambda x: sin(x) / cos(x))
