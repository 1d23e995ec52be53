"""Arithmetic of two tensors, element by element; they broadcast as in NumPy, and gradients are summed back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bmlc.ir import TensorType
from bmlc.ops import selection
from bmlc.ops.constant import ones_like, zeros_like
from bmlc.ops.convert import Operand, as_arithmetic, as_float, highest, unwrap
from bmlc.ops.elementwise_unary import log, rsqrt, sqrt, square
from bmlc.ops.op import Op
from bmlc.ops.rules import (
    Gradients,
    Shape,
    broadcast_shapes,
    call_kernel,
    elementwise_batching,
    misuse,
    tf_call,
    unbroadcast,
)
from bmlc.ops.shape import broadcast_to
from bmlc.ops.tensor import Tensor

__all__ = ["add", "divide", "maximum", "minimum", "multiply", "power", "subtract", "true_divide"]


def arithmetic_shape(op: str, *dtypes: str) -> Callable[[TensorType, TensorType], TensorType]:
    def shape(a: TensorType, b: TensorType) -> TensorType:
        if a.dtype != b.dtype or a.dtype not in dtypes:
            raise misuse(op, f"two tensors of one dtype, {' or '.join(dtypes)}", f"{a} and {b}")
        return TensorType(broadcast_shapes(op, a.shape, b.shape), a.dtype)

    return shape


def add_gradient(g: Tensor, y: Tensor, a: Tensor, b: Tensor) -> Gradients:
    return unbroadcast(g, a.type), unbroadcast(g, b.type)  # y = a + b:  da = g, db = g


ADD: Op = Op(
    name="add",
    shape=arithmetic_shape("add", "float32", "int32"),
    gradient=add_gradient,
    batching=elementwise_batching(lambda: ADD),
    reference=tf_call("math.add"),
    kernel=call_kernel("Add"),
)


def subtract_gradient(g: Tensor, y: Tensor, a: Tensor, b: Tensor) -> Gradients:
    return unbroadcast(g, a.type), -unbroadcast(g, b.type)  # y = a - b:  da = g, db = -g


SUBTRACT: Op = Op(
    name="subtract",
    shape=arithmetic_shape("subtract", "float32", "int32"),
    gradient=subtract_gradient,
    batching=elementwise_batching(lambda: SUBTRACT),
    reference=tf_call("math.subtract"),
    kernel=call_kernel("Sub"),
)


def multiply_gradient(g: Tensor, y: Tensor, a: Tensor, b: Tensor) -> Gradients:
    return unbroadcast(g * b, a.type), unbroadcast(g * a, b.type)  # y = a b:  da = g b, db = g a


MULTIPLY: Op = Op(
    name="multiply",
    shape=arithmetic_shape("multiply", "float32", "int32"),
    gradient=multiply_gradient,
    batching=elementwise_batching(lambda: MULTIPLY),
    reference=tf_call("math.multiply"),
    kernel=call_kernel("Multiply"),
)


def divide_gradient(g: Tensor, y: Tensor, a: Tensor, b: Tensor) -> Gradients:
    quotient = g / b
    return unbroadcast(quotient, a.type), unbroadcast(-(quotient * y), b.type)  # y = a / b:  da = g / b, db = -g y / b


DIVIDE: Op = Op(
    name="divide",
    shape=arithmetic_shape("divide", "float32"),
    gradient=divide_gradient,
    batching=elementwise_batching(lambda: DIVIDE),
    reference=tf_call("math.divide"),
    kernel=call_kernel("RealDiv"),
)


def power_gradient(g: Tensor, y: Tensor, a: Tensor, b: Tensor) -> Gradients:
    # y = a^b:  da = g b a^(b-1), db = g y ln(a), taken as 0 where a <= 0, as TensorFlow does
    positive = a > 0.0
    logarithm = selection.where(positive, log(selection.where(positive, a, ones_like(a))), zeros_like(a))
    return unbroadcast(g * b * power(a, b - 1.0), a.type), unbroadcast(g * y * logarithm, b.type)


POWER: Op = Op(
    name="power",
    shape=arithmetic_shape("power", "float32"),
    gradient=power_gradient,
    batching=elementwise_batching(lambda: POWER),
    reference=tf_call("math.pow"),
    kernel=call_kernel("Pow"),
)


def extreme_kernel(name: str) -> Callable[..., Any]:
    def kernel(k: Any, a: Tensor, b: Tensor) -> Any:
        if k.backend != "wasm" or a.dtype != "float32":
            return k.kernel(name, a, b)
        # tfjs's gives a where b is NaN. Ours takes one operand of the result's shape, and one that repeats in it.
        shape = k.out_types[0].shape
        whole = a.shape == shape or b.shape != shape
        a = broadcast_to(a, shape) if whole or not _repeats(a.shape, shape) else a
        b = broadcast_to(b, shape) if not whole or not _repeats(b.shape, shape) else b
        return k.kernel(f"Float{name}", a, b)

    return kernel


def _repeats(part: Shape, shape: Shape) -> bool:
    """Whether a tensor of shape `part` stretches to `shape` along leading dimensions only."""
    while part and part[0] == 1:
        part = part[1:]
    return part == shape[len(shape) - len(part) :]


def maximum_gradient(g: Tensor, y: Tensor, a: Tensor, b: Tensor) -> Gradients:
    zero, wins = zeros_like(g), a >= b  # y = max(a, b):  da = g [a >= b], db = g [a < b]
    return unbroadcast(selection.where(wins, g, zero), a.type), unbroadcast(selection.where(wins, zero, g), b.type)


MAXIMUM: Op = Op(
    name="maximum",
    shape=arithmetic_shape("maximum", "float32", "int32"),
    gradient=maximum_gradient,
    batching=elementwise_batching(lambda: MAXIMUM),
    reference=tf_call("math.maximum"),
    kernel=extreme_kernel("Maximum"),
)


def minimum_gradient(g: Tensor, y: Tensor, a: Tensor, b: Tensor) -> Gradients:
    zero, wins = zeros_like(g), a <= b  # y = min(a, b):  da = g [a <= b], db = g [a > b]
    return unbroadcast(selection.where(wins, g, zero), a.type), unbroadcast(selection.where(wins, zero, g), b.type)


MINIMUM: Op = Op(
    name="minimum",
    shape=arithmetic_shape("minimum", "float32", "int32"),
    gradient=minimum_gradient,
    batching=elementwise_batching(lambda: MINIMUM),
    reference=tf_call("math.minimum"),
    kernel=extreme_kernel("Minimum"),
)


def add(x1: Operand, x2: Operand) -> Tensor:
    return ADD(*as_arithmetic(x1, x2))


def subtract(x1: Operand, x2: Operand) -> Tensor:
    return SUBTRACT(*as_arithmetic(x1, x2))


def multiply(x1: Operand, x2: Operand) -> Tensor:
    return MULTIPLY(*as_arithmetic(x1, x2))


def divide(x1: Operand, x2: Operand) -> Tensor:
    """The quotient, in float32 also for integers."""
    return DIVIDE(*as_float(x1, x2))


def true_divide(x1: Operand, x2: Operand) -> Tensor:
    """Alias of `divide`."""
    return divide(x1, x2)


def maximum(x1: Operand, x2: Operand) -> Tensor:
    """The larger of the two, element by element."""
    return MAXIMUM(*as_arithmetic(x1, x2))


def minimum(x1: Operand, x2: Operand) -> Tensor:
    """The smaller of the two, element by element."""
    return MINIMUM(*as_arithmetic(x1, x2))


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
    return POWER(*as_float(x1, x2))


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
