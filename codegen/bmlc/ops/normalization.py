"""Moments and what normalizes by them. They have no rules of their own."""

from __future__ import annotations

from bmlc.ops.casting import as_float, stop_gradient
from bmlc.ops.convert import Operand
from bmlc.ops.elementwise_unary import rsqrt, square
from bmlc.ops.reduction import mean
from bmlc.ops.rules import Axis, misuse, normalize_axes, normalize_axis, reduced_shape
from bmlc.ops.shape import reshape
from bmlc.ops.tensor import Tensor

__all__ = ["batch_normalization", "layer_normalization", "moments", "rms_normalization"]


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


def layer_normalization(
    x: Operand, gamma: Operand = None, beta: Operand = None, axis: Axis = -1, epsilon: float = 1e-7
) -> Tensor:
    """`(x - mean) / sqrt(variance + epsilon) * gamma + beta`, with the moments over `axis`.

    Args:
        x: float32 of any rank.
        gamma: float32, of the sizes of `axis`; 1 by default.
        beta: The same; nothing is added by default.
        axis: One or several; the last by default.
        epsilon: Keeps the divisor from 0.
    """
    (t,) = as_float(x)
    average, variance = moments(t, axis, keepdims=True)
    y = (t - average) * rsqrt(variance + epsilon)
    y = y if gamma is None else y * _along("layer_normalization", gamma, t, axis)
    return y if beta is None else y + _along("layer_normalization", beta, t, axis)


def rms_normalization(x: Operand, scale: Operand = None, axis: Axis = -1, epsilon: float = 1e-7) -> Tensor:
    """`x / sqrt(mean(x^2) + epsilon) * scale`, with the mean over `axis`, whose sizes `scale` has."""
    (t,) = as_float(x)
    y = t * rsqrt(mean(square(t), axis=axis, keepdims=True) + epsilon)
    return y if scale is None else y * _along("rms_normalization", scale, t, axis)


def _along(op: str, factor: Operand, x: Tensor, axis: Axis) -> Tensor:
    """A factor for each position along `axis`, which broadcasts with `x`."""
    (f,) = as_float(factor)
    axes = normalize_axes(op, axis, x.ndim)
    sizes = tuple(x.shape[i] for i in axes)
    if f.shape != sizes:
        raise misuse(op, f"a factor for each position, of shape [{', '.join(map(str, sizes))}]", f"{f.type}")
    return reshape(f, tuple(size if i in axes else 1 for i, size in enumerate(x.shape)))
