"""Functions written with ops: they have no rules of their own."""

# ruff: noqa: A002, A004 - the names that Keras and NumPy give them

from __future__ import annotations

import math
from typing import Any

from bmlc.ops.activations import sigmoid, softplus, tanh
from bmlc.ops.casting import stop_gradient
from bmlc.ops.convert import Operand, as_float
from bmlc.ops.elementwise_unary import absolute, erf, exp, floor, log, sqrt, square
from bmlc.ops.reduction import max, mean, sum
from bmlc.ops.rules import misuse, normalize_axes, reduced_shape
from bmlc.ops.selection import clip
from bmlc.ops.shape import reshape
from bmlc.ops.tensor import Tensor

__all__ = [
    "ceil",
    "gelu",
    "hard_sigmoid",
    "log_sigmoid",
    "logsumexp",
    "mish",
    "norm",
    "reciprocal",
    "silu",
    "softsign",
    "std",
    "swish",
    "var",
]


def silu(x: Operand) -> Tensor:
    """`x * sigmoid(x)`."""
    (t,) = as_float(x)
    return t * sigmoid(t)


def swish(x: Operand) -> Tensor:
    """Alias of `silu`."""
    return silu(x)


def gelu(x: Operand, approximate: bool = True) -> Tensor:
    """`x * P(X <= x)` for a standard normal X (Hendrycks and Gimpel 2016), by tanh unless `approximate=False`."""
    (t,) = as_float(x)
    if approximate:
        return 0.5 * t * (1.0 + tanh(math.sqrt(2.0 / math.pi) * (t + 0.044715 * (t * square(t)))))
    return 0.5 * t * (1.0 + erf(t * math.sqrt(0.5)))


def softsign(x: Operand) -> Tensor:
    """`x / (1 + |x|)`."""
    (t,) = as_float(x)
    return t / (absolute(t) + 1.0)


def hard_sigmoid(x: Operand) -> Tensor:
    """`x / 6 + 1/2`, kept between 0 and 1."""
    (t,) = as_float(x)
    return clip(t / 6.0 + 0.5, 0.0, 1.0)


def log_sigmoid(x: Operand) -> Tensor:
    """`log(sigmoid(x))`, without overflow."""
    (t,) = as_float(x)
    return -softplus(-t)


def mish(x: Operand) -> Tensor:
    """`x * tanh(softplus(x))`."""
    (t,) = as_float(x)
    return t * tanh(softplus(t))


def reciprocal(x: Operand) -> Tensor:
    """`1 / x`."""
    (t,) = as_float(x)
    return 1.0 / t


def ceil(x: Operand) -> Tensor:
    """The smallest whole number that is not below `x`, as float32."""
    return -floor(-as_float(x)[0])


def norm(x: Operand, ord: float | None = None, axis: Any = None, keepdims: bool = False) -> Tensor:
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


def var(x: Operand, axis: Any = None, keepdims: bool = False) -> Tensor:
    """The mean squared distance from the mean over `axis` (all by default)."""
    (t,) = as_float(x)
    return mean(square(t - mean(t, axis=axis, keepdims=True)), axis=axis, keepdims=keepdims)


def std(x: Operand, axis: Any = None, keepdims: bool = False) -> Tensor:
    """The square root of `var`."""
    return sqrt(var(x, axis, keepdims))


def logsumexp(x: Operand, axis: Any = None, keepdims: bool = False) -> Tensor:
    """`log(sum(exp(x)))` over `axis` (all by default), without overflow."""
    (t,) = as_float(x)
    largest = stop_gradient(max(t, axis=axis, keepdims=True))
    result = log(sum(exp(t - largest), axis=axis, keepdims=True)) + largest
    return reshape(result, reduced_shape(t.shape, normalize_axes("logsumexp", axis, t.ndim), keepdims))
