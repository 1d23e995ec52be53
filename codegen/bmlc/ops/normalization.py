"""Moments and what normalizes by them."""

# ruff: noqa: A004 - the names that Keras and NumPy give them

from __future__ import annotations

from bmlc.ir import TensorType
from bmlc.ops.broadcasting import all_batched, sum
from bmlc.ops.casting import as_float, stop_gradient
from bmlc.ops.elementwise_unary import rsqrt, square
from bmlc.ops.op import TF, Array, Gradients, Op, OpN, Outs
from bmlc.ops.reduction import mean
from bmlc.ops.rules import Axis, check_float, misuse, normalize_axes, normalize_axis, reduced_shape, same_shape
from bmlc.ops.shape import reshape
from bmlc.ops.tensor import Operand, Tensor

__all__ = ["batch_normalization", "moments"]


def moments(x: Operand, axes: Axis, keepdims: bool = False) -> tuple[Tensor, Tensor]:
    """The mean and the variance (the mean squared distance from the mean) over `axes`."""
    (t,) = as_float(x)
    average = mean(t, axis=axes, keepdims=True)
    # v = mean((x - m)^2):  dv/dm = -2 mean(x - m) = 0, as in TensorFlow: nothing need flow through m.
    variance = mean(square(t - stop_gradient(average)), axis=axes, keepdims=keepdims)
    return reshape(average, reduced_shape(t.dims, normalize_axes("moments", axes, t.ndim), keepdims)), variance


def batch_normalization_shape(x: TensorType, *vectors: TensorType, axis: int, epsilon: float) -> TensorType:
    check_float("batch_normalization", x, *vectors)
    return x


def batch_normalization_gradient(
    g: Tensor, y: Tensor, x: Tensor, *vectors: Tensor, axis: int, epsilon: float
) -> Gradients:
    # y = (x - m) f s + o, f = 1 / sqrt(v + e):
    # do = sum(g), ds = f sum(g (x - m)), dx = g f s, dm = -f s do, dv = -f^2 s ds / 2
    center, variance, scale, offset = vectors
    others = tuple(i for i in range(x.ndim) if i != axis)
    factor = rsqrt(variance + epsilon)
    slope = factor * scale
    d_offset = sum(g, others)
    kept = reshape(center, reduced_shape(x.dims, others, keepdims=True))  # what `moments` subtracts, too
    d_scale = sum(g * (x - kept), others) * factor
    d_center, d_variance = -(slope * d_offset), slope * factor * d_scale * -0.5
    learned = (d_scale if scale.ndim else None, d_offset if offset.ndim else None)
    return g * along(slope, x, axis), d_center, d_variance, *learned


def batch_normalization_batching(
    op: Op, inputs: tuple[Tensor, ...], batched: tuple[bool, ...], *, axis: int, epsilon: float
) -> Outs:
    if not any(batched[1:]):
        return op.apply(inputs, {"axis": axis + 1, "epsilon": epsilon})
    x, *vectors = all_batched(inputs, batched)
    rest = (1,) * (x.ndim - 2 - axis)
    aligned = (reshape(v, (x.dims[0], *(1,) * axis, *(v.dims[1:] or (1,)), *rest)) for v in vectors)
    return normalized(x, *aligned, axis=-1, epsilon=epsilon)


def batch_normalization_reference(tf: TF, x: Array, *vectors: Array, axis: int, epsilon: float) -> Array:
    shape = [-1, *[1] * (x.shape.rank - 1 - axis)]
    mean, variance, scale, offset = (tf.reshape(vector, shape) for vector in vectors)
    return tf.nn.batch_normalization(x, mean, variance, offset, scale, epsilon)


def normalized(x: Tensor, *vectors: Tensor, axis: int, epsilon: float) -> Tensor:
    center, variance, scale, offset = vectors
    factor = rsqrt(variance + epsilon)
    factor = factor * scale if scale.ndim else factor
    return x * along(factor, x, axis) + along(offset - center * factor, x, axis)


def along(vector: Tensor, x: Tensor, axis: int) -> Tensor:
    """`vector`, a number for each position along `axis`, in a shape that broadcasts with `x`."""
    return reshape(vector, (*vector.dims, *(1,) * (x.ndim - 1 - axis))) if vector.ndim == 1 else vector


# A scale or an offset that is a scalar is 1 or 0: that of a layer without.
BATCH_NORMALIZATION = OpN(
    name="batch_normalization",
    shape=batch_normalization_shape,
    gradient=batch_normalization_gradient,
    batching=batch_normalization_batching,
    reference=batch_normalization_reference,
    kernel=lambda k, x, *vectors, axis, epsilon: normalized(x, *vectors, axis=axis, epsilon=epsilon),
)


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
    given = (mean, variance, 1.0 if scale is None else scale, 0.0 if offset is None else offset)
    t, *vectors = as_float(x, *given)
    axis = normalize_axis("batch_normalization", axis, t.ndim)
    for vector, asked in zip(vectors, (mean, variance, scale, offset), strict=True):
        if asked is not None and not same_shape("batch_normalization", vector.dims, (t.dims[axis],), t.dims):
            expected = f"a number for each position along axis {axis} of {t.type}"
            raise misuse("batch_normalization", expected, vector.type)
    return BATCH_NORMALIZATION(t, *vectors, axis=axis, epsilon=float(epsilon))
