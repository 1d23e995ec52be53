"""Primitive functions of one tensor, element by element."""

# ruff: noqa: A001 - the names that Keras and NumPy give them

from __future__ import annotations

import math
from typing import Any

from bmlc.ir import TensorType
from bmlc.ops.casting import cast
from bmlc.ops.constant import convert_to_tensor
from bmlc.ops.convert import Operand, as_arithmetic, as_float, dtype_of
from bmlc.ops.op import Op, no_gradient
from bmlc.ops.rules import Gradients, call_kernel, elementwise_batching, same_type, tf_call
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
    "negative",
    "rsqrt",
    "sign",
    "sin",
    "sqrt",
    "square",
    "step",
]


def exp_gradient(g: Tensor, y: Tensor, x: Tensor) -> Gradients:
    return (g * y,)  # y = exp(x):  dx = g * y


EXP: Op = Op(
    name="exp",
    shape=same_type("exp", "float32"),
    gradient=exp_gradient,
    batching=elementwise_batching(lambda: EXP),
    reference=tf_call("math.exp"),
    kernel=call_kernel("Exp"),
)


def log_gradient(g: Tensor, y: Tensor, x: Tensor) -> Gradients:
    return (g / x,)  # y = ln(x):  dx = g / x


LOG: Op = Op(
    name="log",
    shape=same_type("log", "float32"),
    gradient=log_gradient,
    batching=elementwise_batching(lambda: LOG),
    reference=tf_call("math.log"),
    kernel=call_kernel("Log"),
)


def log1p_gradient(g: Tensor, y: Tensor, x: Tensor) -> Gradients:
    return (g / (x + 1.0),)  # y = ln(1 + x):  dx = g / (1 + x)


LOG1P: Op = Op(
    name="log1p",
    shape=same_type("log1p", "float32"),
    gradient=log1p_gradient,
    batching=elementwise_batching(lambda: LOG1P),
    reference=tf_call("math.log1p"),
    kernel=call_kernel("Log1p"),
)


def expm1_gradient(g: Tensor, y: Tensor, x: Tensor) -> Gradients:
    return (g * exp(x),)  # y = exp(x) - 1:  dx = g exp(x), of which y + 1 loses the digits


EXPM1: Op = Op(
    name="expm1",
    shape=same_type("expm1", "float32"),
    gradient=expm1_gradient,
    batching=elementwise_batching(lambda: EXPM1),
    reference=tf_call("math.expm1"),
    kernel=call_kernel("Expm1"),
)


def sqrt_gradient(g: Tensor, y: Tensor, x: Tensor) -> Gradients:
    return (g * 0.5 / y,)  # y = x^(1/2):  dx = g / (2 y)


SQRT: Op = Op(
    name="sqrt",
    shape=same_type("sqrt", "float32"),
    gradient=sqrt_gradient,
    batching=elementwise_batching(lambda: SQRT),
    reference=tf_call("math.sqrt"),
    kernel=call_kernel("Sqrt"),
)


def rsqrt_gradient(g: Tensor, y: Tensor, x: Tensor) -> Gradients:
    return (g * -0.5 * (y * y * y),)  # y = x^(-1/2):  dx = -g y^3 / 2


RSQRT: Op = Op(
    name="rsqrt",
    shape=same_type("rsqrt", "float32"),
    gradient=rsqrt_gradient,
    batching=elementwise_batching(lambda: RSQRT),
    reference=tf_call("math.rsqrt"),
    kernel=call_kernel("Rsqrt"),
)


def square_gradient(g: Tensor, y: Tensor, x: Tensor) -> Gradients:
    return (g * (x * 2.0),)  # y = x^2:  dx = 2 g x


def square_kernel(k: Any, x: Tensor) -> Any:
    return k.kernel("Square", x) if x.dtype == "float32" else k.kernel("Multiply", x, x)


SQUARE: Op = Op(
    name="square",
    shape=same_type("square", "float32", "int32"),
    gradient=square_gradient,
    batching=elementwise_batching(lambda: SQUARE),
    reference=tf_call("math.square"),
    kernel=square_kernel,
)


def negative_gradient(g: Tensor, y: Tensor, x: Tensor) -> Gradients:
    return (-g,)  # y = -x:  dx = -g


def negative_kernel(k: Any, x: Tensor) -> Any:
    # Neg is a float kernel on wasm.
    return k.kernel("Neg", x) if x.dtype == "float32" else k.kernel("Sub", convert_to_tensor(0), x)


NEGATIVE: Op = Op(
    name="negative",
    shape=same_type("negative", "float32", "int32"),
    gradient=negative_gradient,
    batching=elementwise_batching(lambda: NEGATIVE),
    reference=tf_call("math.negative"),
    kernel=negative_kernel,
)


def absolute_gradient(g: Tensor, y: Tensor, x: Tensor) -> Gradients:
    return (g * sign(x),)  # y = |x|:  dx = g sign(x)


def absolute_kernel(k: Any, x: Tensor) -> Any:
    # Abs computes int32 in floats on some backends, and cpu's makes its result with tfjs's engine, which is not linked.
    return k.kernel("Abs", x) if x.dtype == "float32" and k.backend != "cpu" else k.kernel("Maximum", x, -x)


ABSOLUTE: Op = Op(
    name="absolute",
    shape=same_type("absolute", "float32", "int32"),
    gradient=absolute_gradient,
    batching=elementwise_batching(lambda: ABSOLUTE),
    reference=tf_call("math.abs"),
    kernel=absolute_kernel,
)


def sign_kernel(k: Any, x: Tensor) -> Any:
    # Sign is a float kernel on wasm and the GPUs.
    return k.kernel("Sign", x) if x.dtype == "float32" else cast(sign(cast(x, "float32")), "int32")


SIGN: Op = Op(
    name="sign",
    shape=same_type("sign", "float32", "int32"),
    gradient=no_gradient,
    batching=elementwise_batching(lambda: SIGN),
    reference=tf_call("math.sign"),
    kernel=sign_kernel,
)

FLOOR: Op = Op(
    name="floor",
    shape=same_type("floor", "float32"),
    gradient=no_gradient,
    batching=elementwise_batching(lambda: FLOOR),
    reference=tf_call("math.floor"),
    kernel=call_kernel("Floor"),
)


def sin_gradient(g: Tensor, y: Tensor, x: Tensor) -> Gradients:
    return (g * cos(x),)  # y = sin(x):  dx = g cos(x)


SIN: Op = Op(
    name="sin",
    shape=same_type("sin", "float32"),
    gradient=sin_gradient,
    batching=elementwise_batching(lambda: SIN),
    reference=tf_call("math.sin"),
    kernel=call_kernel("Sin"),
)


def cos_gradient(g: Tensor, y: Tensor, x: Tensor) -> Gradients:
    return (-(g * sin(x)),)  # y = cos(x):  dx = -g sin(x)


COS: Op = Op(
    name="cos",
    shape=same_type("cos", "float32"),
    gradient=cos_gradient,
    batching=elementwise_batching(lambda: COS),
    reference=tf_call("math.cos"),
    kernel=call_kernel("Cos"),
)


def erf_gradient(g: Tensor, y: Tensor, x: Tensor) -> Gradients:
    return (g * exp(-square(x)) * (2.0 / math.sqrt(math.pi)),)  # dx = g 2/sqrt(pi) exp(-x^2)


ERF: Op = Op(
    name="erf",
    shape=same_type("erf", "float32"),
    gradient=erf_gradient,
    batching=elementwise_batching(lambda: ERF),
    reference=tf_call("math.erf"),
    kernel=call_kernel("Erf"),
)


def step_shape(x: TensorType, *, alpha: float) -> TensorType:
    return same_type("step", "float32")(x)


def step_reference(tf: Any, x: Any, *, alpha: float) -> Any:
    return tf.where(x > 0, tf.ones_like(x), tf.cast(alpha, x.dtype))


def step_kernel(k: Any, x: Tensor, *, alpha: float) -> Any:
    return k.kernel("Step", x, alpha=alpha)


STEP: Op = Op(
    name="step",
    shape=step_shape,
    gradient=no_gradient,
    batching=elementwise_batching(lambda: STEP),
    reference=step_reference,
    kernel=step_kernel,
)


def exp(x: Operand) -> Tensor:
    """e to the power of `x`."""
    return EXP(*as_float(x))


def log(x: Operand) -> Tensor:
    """The natural logarithm."""
    return LOG(*as_float(x))


def log1p(x: Operand) -> Tensor:
    """`log(1 + x)`, exact for small `x`."""
    return LOG1P(*as_float(x))


def expm1(x: Operand) -> Tensor:
    """`exp(x) - 1`, exact for small `x`."""
    return EXPM1(*as_float(x))


def sqrt(x: Operand) -> Tensor:
    return SQRT(*as_float(x))


def rsqrt(x: Operand) -> Tensor:
    """`1 / sqrt(x)`."""
    return RSQRT(*as_float(x))


def square(x: Operand) -> Tensor:
    return SQUARE(*as_arithmetic(x))


def negative(x: Operand) -> Tensor:
    return NEGATIVE(*as_arithmetic(x))


def absolute(x: Operand) -> Tensor:
    return convert_to_tensor(x) if dtype_of(x) == "bool" else ABSOLUTE(*as_arithmetic(x))


def abs(x: Operand) -> Tensor:
    """Shorthand for `absolute`."""
    return absolute(x)


def sign(x: Operand) -> Tensor:
    """-1, 0 or 1."""
    return SIGN(*as_arithmetic(x))


def floor(x: Operand) -> Tensor:
    """The largest whole number that is not above `x`, as float32."""
    return FLOOR(*as_float(x))


def sin(x: Operand) -> Tensor:
    return SIN(*as_float(x))


def cos(x: Operand) -> Tensor:
    return COS(*as_float(x))


def erf(x: Operand) -> Tensor:
    """The error function."""
    return ERF(*as_float(x))


def step(x: Operand, alpha: float = 0.0) -> Tensor:
    """1 where `x > 0`, `alpha` elsewhere: the derivative of ReLU and its relatives."""
    return STEP(*as_float(x), alpha=float(alpha))
