"""Functions written with ops: they have no rules of their own."""

# ruff: noqa: A002, A004 - the names that Keras and NumPy give them

from __future__ import annotations

import math

import numpy as np

from bmlc.ops.activations import relu, relu6, sigmoid, softplus, tanh
from bmlc.ops.broadcasting import sum
from bmlc.ops.casting import as_float, cast, convert_to_tensor, stop_gradient
from bmlc.ops.comparison import not_equal
from bmlc.ops.convert import Operand
from bmlc.ops.elementwise import composed
from bmlc.ops.elementwise_binary import clip, maximum, minimum
from bmlc.ops.elementwise_unary import absolute, cos, erf, exp, expm1, floor, log, sin, sqrt, square
from bmlc.ops.reduction import max, mean
from bmlc.ops.rules import Axis, misuse, normalize_axes, reduced_shape, same_shape
from bmlc.ops.selection import where
from bmlc.ops.shape import reshape
from bmlc.ops.tensor import Tensor

__all__ = [
    "average",
    "ceil",
    "celu",
    "count_nonzero",
    "gelu",
    "hard_shrink",
    "hard_sigmoid",
    "hard_silu",
    "hard_swish",
    "hard_tanh",
    "log2",
    "log10",
    "log_sigmoid",
    "logsumexp",
    "mish",
    "norm",
    "normalize",
    "reciprocal",
    "silu",
    "soft_shrink",
    "softsign",
    "squareplus",
    "std",
    "swish",
    "tan",
    "tanh_shrink",
    "threshold",
    "var",
]

LARGEST = float(np.finfo(np.float32).max)

silu = swish = composed("silu", "`x * sigmoid(x)`.", lambda x: x * sigmoid(x))
softsign = composed("softsign", "`x / (1 + |x|)`.", lambda x: x / (absolute(x) + 1.0))
# Written as Keras does: its gradient at -3 and 3 is 0.
hard_sigmoid = composed("hard_sigmoid", "`x / 6 + 1/2`, kept between 0 and 1.", lambda x: relu6(x + 3.0) / 6.0)
hard_silu = hard_swish = composed("hard_silu", "`x * hard_sigmoid(x)`.", lambda x: x * hard_sigmoid(x))
hard_tanh = composed("hard_tanh", "`x`, kept between -1 and 1.", lambda x: clip(x, -1.0, 1.0))
log_sigmoid = composed("log_sigmoid", "`log(sigmoid(x))`, without overflow.", lambda x: -softplus(-x))
mish = composed("mish", "`x * tanh(softplus(x))`.", lambda x: x * tanh(softplus(x)))
tanh_shrink = composed("tanh_shrink", "`x - tanh(x)`.", lambda x: x - tanh(x))
reciprocal = composed("reciprocal", "`1 / x`.", lambda x: 1.0 / x)
ceil = composed("ceil", "The smallest whole number that is not below `x`, as float32.", lambda x: -floor(-x))
log2 = composed("log2", "The logarithm to the base 2.", lambda x: log(x) / math.log(2.0))
log10 = composed("log10", "The logarithm to the base 10.", lambda x: log(x) / math.log(10.0))
tan = composed("tan", "`sin(x) / cos(x)`.", lambda x: sin(x) / cos(x))


def gelu(x: Operand, approximate: bool = True) -> Tensor:
    """`x * P(X <= x)` for a standard normal X (Hendrycks and Gimpel 2016), by tanh unless `approximate=False`."""
    (t,) = as_float(x)
    if approximate:
        return 0.5 * t * (1.0 + tanh(math.sqrt(2.0 / math.pi) * (t + 0.044715 * (t * square(t)))))
    return 0.5 * t * (1.0 + erf(t * math.sqrt(0.5)))


def celu(x: Operand, alpha: float = 1.0) -> Tensor:
    """`x` above 0, `alpha * (exp(x / alpha) - 1)` below."""
    (t,) = as_float(x)
    return maximum(t, 0.0) + alpha * expm1(minimum(t, 0.0) / alpha)


def hard_shrink(x: Operand, threshold: float = 0.5) -> Tensor:
    """`x`, and 0 where its absolute value is at most `threshold`."""
    (t,) = as_float(x)
    return where(absolute(t) > threshold, t, 0.0)


def soft_shrink(x: Operand, threshold: float = 0.5) -> Tensor:
    """`x` moved towards 0 by `threshold`, and 0 where that would change its sign."""
    (t,) = as_float(x)
    return relu(t - threshold) - relu(-t - threshold)


def squareplus(x: Operand, b: float = 4) -> Tensor:
    """`(x + sqrt(x^2 + b)) / 2`."""
    (t,) = as_float(x)
    return (t + sqrt(square(t) + b)) / 2.0


def threshold(x: Operand, threshold: float, default_value: float) -> Tensor:
    """`x` above `threshold`, `default_value` elsewhere."""
    (t,) = as_float(x)
    return where(t > threshold, t, default_value)


def norm(x: Operand, ord: float | None = None, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The length of the vectors along `axis` (of all elements by default).

    Args:
        x: float32; other dtypes are cast.
        ord: None (the root of the sum of squares, over any axes) or, over one axis, 2 (the same), 1 (the sum of
            absolute values) or infinity (the largest of them).
        axis: An int or several.
        keepdims: Whether the axes stay, with size 1.
    """
    (t,) = as_float(x)
    if ord is not None and (ord not in (1, 2, math.inf) or len(normalize_axes("norm", axis, t.ndim)) != 1):
        received = f"ord={ord!r}, axis={axis!r} for {t.type}"
        raise misuse("norm", "ord=None, or 1, 2 or infinity over one axis", received, code="BML102")
    if ord in (None, 2):
        return sqrt(sum(square(t), axis=axis, keepdims=keepdims))
    return (sum if ord == 1 else max)(absolute(t), axis=axis, keepdims=keepdims)


def normalize(x: Operand, axis: int = -1, order: float = 2, epsilon: float | None = None) -> Tensor:
    """`x` divided by the length of its vectors along `axis`.

    Args:
        x: float32; other dtypes are cast.
        axis: That of the vectors.
        order: Of the length: 2, 1 or infinity.
        epsilon: The smallest length to divide by, 1e-7 by default, squared under the root if `order` is 2.
    """
    (t,) = as_float(x)
    least = 1e-7 if epsilon is None else epsilon
    if order == 2:
        return t / sqrt(maximum(sum(square(t), axis=axis, keepdims=True), least * least))
    return t / maximum(norm(t, order, axis=axis, keepdims=True), least)


def average(x: Operand, axis: Axis = None, weights: Operand = None) -> Tensor:
    """The mean over `axis` (all by default), of elements that weigh 1 or `weights`, of the shape of `x`."""
    (t,) = as_float(x)
    if weights is None:
        return mean(t, axis=axis)
    (w,) = as_float(weights)
    if not same_shape("average", w.shape, t.shape):
        raise misuse("average", f"weights of the shape of {t.type}", w.type)
    return sum(t * w, axis=axis) / sum(w, axis=axis)


def count_nonzero(x: Operand, axis: Axis = None) -> Tensor:
    """How many elements over `axis` (all by default) are not 0, as int32."""
    return sum(cast(not_equal(convert_to_tensor(x), 0), "int32"), axis=axis)


def var(x: Operand, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The mean squared distance from the mean over `axis` (all by default)."""
    (t,) = as_float(x)
    return mean(square(t - mean(t, axis=axis, keepdims=True)), axis=axis, keepdims=keepdims)


def std(x: Operand, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The square root of `var`."""
    return sqrt(var(x, axis, keepdims))


def logsumexp(x: Operand, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """`log(sum(exp(x)))` over `axis` (all by default), without overflow."""
    (t,) = as_float(x)
    most = max(t, axis=axis, keepdims=True)
    # An infinity minus itself would be NaN; the logarithm of the sum is infinite by itself.
    largest = stop_gradient(where(absolute(most) <= LARGEST, most, 0.0))
    result = log(sum(exp(t - largest), axis=axis, keepdims=True)) + largest
    return reshape(result, reduced_shape(t.shape, normalize_axes("logsumexp", axis, t.ndim), keepdims))
