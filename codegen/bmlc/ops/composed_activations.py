"""Activation functions written with other ops: they have no rules of their own."""

from __future__ import annotations

from bmlc.ops.activations import relu, tanh
from bmlc.ops.casting import as_float
from bmlc.ops.clipping import clip
from bmlc.ops.composite import hard_sigmoid
from bmlc.ops.convert import Operand
from bmlc.ops.elementwise_binary import maximum, minimum
from bmlc.ops.elementwise_unary import absolute, expm1, sqrt, square
from bmlc.ops.selection import where
from bmlc.ops.tensor import Tensor

__all__ = [
    "celu",
    "hard_shrink",
    "hard_silu",
    "hard_swish",
    "hard_tanh",
    "soft_shrink",
    "squareplus",
    "tanh_shrink",
    "threshold",
]


def celu(x: Operand, alpha: float = 1.0) -> Tensor:
    """`x` above 0, `alpha * (exp(x / alpha) - 1)` below."""
    (t,) = as_float(x)
    return maximum(t, 0.0) + alpha * expm1(minimum(t, 0.0) / alpha)


def hard_shrink(x: Operand, threshold: float = 0.5) -> Tensor:
    """`x`, and 0 where its absolute value is at most `threshold`."""
    (t,) = as_float(x)
    return where(absolute(t) > threshold, t, 0.0)


def hard_silu(x: Operand) -> Tensor:
    """`x * hard_sigmoid(x)`."""
    (t,) = as_float(x)
    return t * hard_sigmoid(t)


def hard_swish(x: Operand) -> Tensor:
    """Alias of `hard_silu`."""
    return hard_silu(x)


def hard_tanh(x: Operand) -> Tensor:
    """`x`, kept between -1 and 1."""
    (t,) = as_float(x)
    return clip(t, -1.0, 1.0)


def soft_shrink(x: Operand, threshold: float = 0.5) -> Tensor:
    """`x` moved towards 0 by `threshold`, and 0 where that would change its sign."""
    (t,) = as_float(x)
    return relu(t - threshold) - relu(-t - threshold)


def squareplus(x: Operand, b: float = 4) -> Tensor:
    """`(x + sqrt(x^2 + b)) / 2`."""
    (t,) = as_float(x)
    return (t + sqrt(square(t) + b)) / 2.0


def tanh_shrink(x: Operand) -> Tensor:
    """`x - tanh(x)`."""
    (t,) = as_float(x)
    return t - tanh(t)


def threshold(x: Operand, threshold: float, default_value: float) -> Tensor:
    """`x` above `threshold`, `default_value` elsewhere."""
    (t,) = as_float(x)
    return where(t > threshold, t, default_value)
