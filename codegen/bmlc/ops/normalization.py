"""Moments and what normalizes by them. They have no rules of their own."""

from __future__ import annotations

from bmlc.ops.casting import as_float, stop_gradient
from bmlc.ops.convert import Operand
from bmlc.ops.elementwise_unary import rsqrt, square
from bmlc.ops.reduction import mean
from bmlc.ops.rules import Axis, misuse, normalize_axes, normalize_axis, reduced_shape
from bmlc.ops.shape import reshape
from bmlc.ops.tensor import Tensor

__all__ = ["batch_normalization", "moments"]


def moments(x: Operand, axes: Axis, keepdims: bool = False) -> tuple[Tensor, Tensor]:
    """The mean and the variance (the mean squared distance from the mean) over `axes`."""
    (t,) = as_float(x)
    average = mean(t, axis=axes, keepdims=True)
    # v = mean((x - m)^2):  dv/dm = -2 mean(x - m) = 0, as in TensorFlow: nothing need flow through m.
    variance = mean(square(t - stop_gradient(average)), axis=axes, keepdims=keepdims)
    return reshape(average, reduced_shape(t.shape, normalize_axes("moments", axes, t.ndim), keepdims)), variance


def batch_normalization(
    x: Operand,
    mean: Operand,
    variance: Operand,
    axis: int,
    offset: Operand = None,
    scale: Operand = None,
    epsilon: float = 1e-3,
) -> Tensor:
    """`(x - mean) / sqrt(variance + epsilon) * scale + offset`, each a vector along `axis`.

    Args:
        x: float32 of any rank.
        mean: float32, one value for each position along `axis`.
        variance: The same.
        axis: The axis that is not averaged over.
        offset: The same as `mean`; nothing is added by default.
        scale: The same; 1 by default.
        epsilon: Keeps the divisor from 0.
    """
    t, center, spread = as_float(x, mean, variance)
    along = normalize_axis("batch_normalization", axis, t.ndim)
    for vector in (center, spread):
        if vector.shape != (t.shape[along],):
            raise misuse(
                "batch_normalization",
                f"a mean and a variance of shape [{t.shape[along]}]",
                f"{center.type} and {spread.type}",
            )
    factor = rsqrt(spread + epsilon)
    if scale is not None:
        factor = factor * scale
    shift = -center * factor if offset is None else as_float(offset)[0] - center * factor
    trailing = (1,) * (t.ndim - 1 - along)
    if trailing:
        factor, shift = (reshape(vector, (*vector.shape, *trailing)) for vector in (factor, shift))
    return t * factor + shift
