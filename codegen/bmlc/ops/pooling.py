"""Pooling: the maximum or the mean of each window. Padding counts neither as an element nor as a zero.

Adaptive pooling is to a given size, by windows as equal as they can be.
"""

# ruff: noqa: A004 - the names that Keras and NumPy give them

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Unpack

import numpy as np

from bmlc.ir import TensorType
from bmlc.ops.casting import as_float, convert_to_tensor
from bmlc.ops.constant import full
from bmlc.ops.gathering import take
from bmlc.ops.linalg import along_axis
from bmlc.ops.op import TF, Array, Gradients, NotDifferentiable, Op1, Op2, Op3, Target
from bmlc.ops.reduction import max
from bmlc.ops.rules import check_float, misuse, numbers
from bmlc.ops.shape import expand_dims, reshape, squeeze
from bmlc.ops.slicing import PAD
from bmlc.ops.tensor import Operand, Tensor
from bmlc.ops.windows import (
    Numbers,
    Pads,
    Pair,
    Size,
    Sizes,
    Window,
    both,
    is_unpadded,
    kernel_pad,
    known,
    on_images,
    pad_images,
    resolve_padding,
    vjp,
    window_outputs,
    with_channels_last,
)

__all__ = ["adaptive_average_pool", "adaptive_max_pool", "average_pool", "max_pool"]

ONE = (1, 1)


def pool_shape(x: TensorType, *, window: Pair, strides: Pair, pads: Pads) -> TensorType:
    check_float("pool", x)
    out = window_outputs("pool", (x.shape[1], x.shape[2]), window, strides, pads, ONE)
    return TensorType((x.shape[0], *out, x.shape[3]), "float32")


def kernel_window(window: Pair, strides: Pair, pads: Pads) -> dict[str, Any]:
    return {"filterSize": window, "strides": strides, "pad": kernel_pad(pads)}


def pool_kernel(name: str) -> Callable[..., Tensor]:
    """The kernel rule of pooling by kernel `name`."""

    def rule(k: Target, x: Tensor, **attrs: Unpack[Window]) -> Tensor:
        return x if attrs["window"] == attrs["strides"] == ONE else k.kernel(name, x, **kernel_window(**attrs))

    return rule


def max_pool_reference(tf: TF, x: Array, *, window: Pair, strides: Pair, pads: Pads) -> Array:
    return tf.nn.max_pool2d(pad_images(tf, x, pads, float(np.finfo(np.float32).min)), window, strides, "VALID")


def max_pool_gradient_shape(g: TensorType, x: TensorType, y: TensorType, **attrs: Unpack[Window]) -> TensorType:
    check_float("max_pool_gradient", g, x, y)
    return x


MAX_POOL_GRADIENT = Op3(
    name="max_pool_gradient",
    shape=max_pool_gradient_shape,
    gradient=NotDifferentiable("a second derivative through max pooling is not available"),
    batching=on_images,
    reference=lambda tf, g, x, y, **attrs: vjp(tf, lambda at: max_pool_reference(tf, at, **attrs), x, g),
    kernel=lambda k, g, x, y, **attrs: k.kernel("MaxPoolGrad", g, x, y, **kernel_window(**attrs)),
)


MAX_POOL = Op1(
    name="max_pool",
    shape=pool_shape,
    gradient=lambda g, y, x, **attrs: (MAX_POOL_GRADIENT(g, x, y, **attrs),),  # the first that is the maximum gets g
    batching=on_images,
    reference=max_pool_reference,
    kernel=pool_kernel("MaxPool"),
)


def shares_of_windows(size: Size, window: Pair, strides: Pair, pads: Pads) -> Tensor:
    """How much of each window lies on the image: float32 [1, outputs, outputs, 1]."""
    sides: list[np.ndarray] = []
    outputs = window_outputs("average_pool", size, window, strides, pads, ONE)
    for whole, extent, stride, (before, _), count in zip(size, window, strides, pads, outputs, strict=True):
        if not isinstance(whole, int) or not isinstance(count, int) or not isinstance(before, int):
            ones = PAD(full((1, *size, 1), 1.0), pads=((0, 0), *pads, (0, 0)), value=0.0)
            return AVERAGE_POOL(ones, window=window, strides=strides, pads=((0, 0), (0, 0)))
        begin = np.arange(count) * stride - before
        sides.append((np.minimum(begin + extent, whole) - np.maximum(begin, 0)) / extent)
    return convert_to_tensor(np.multiply.outer(sides[0], sides[1]).astype(np.float32)[None, :, :, None])


def average_pool_reference(tf: TF, x: Array, *, window: Pair, strides: Pair, pads: Pads) -> Array:
    means = tf.nn.avg_pool2d(pad_images(tf, x, pads, 0.0), window, strides, "VALID")
    if is_unpadded(pads):
        return means
    ones = tf.ones_like(x[:1, :, :, :1])
    return means / tf.nn.avg_pool2d(pad_images(tf, ones, pads, 0.0), window, strides, "VALID")


def average_pool_gradient_rule(g: Tensor, y: Tensor, x: Tensor, **attrs: Unpack[Window]) -> Gradients:
    return (AVERAGE_POOL_GRADIENT(g, x, **attrs),)  # y = mean of a window:  each of its m elements gets g / m


AVERAGE_POOL = Op1(
    name="average_pool",
    shape=pool_shape,
    gradient=average_pool_gradient_rule,
    batching=on_images,
    reference=average_pool_reference,
    kernel=pool_kernel("AvgPool"),
)


def average_pool_gradient_shape(g: TensorType, x: TensorType, **attrs: Unpack[Window]) -> TensorType:
    check_float("average_pool_gradient", g, x)
    return x


def average_pool_gradient_kernel(k: Target, g: Tensor, x: Tensor, *, window: Pair, strides: Pair, pads: Pads) -> Tensor:
    if not is_unpadded(pads):
        # tfjs divides by the window's size where padding makes the mean one of fewer elements.
        g = g / shares_of_windows((x.dims[1], x.dims[2]), window, strides, pads)
    return k.kernel("AvgPoolGrad", g, x, **kernel_window(window, strides, pads))


AVERAGE_POOL_GRADIENT: Op2[...] = Op2(
    name="average_pool_gradient",
    shape=average_pool_gradient_shape,
    # linear in g, and x gives its shape only:  dg = the means of gg
    gradient=lambda gg, y, g, x, **attrs: (AVERAGE_POOL(gg, **attrs), None),
    batching=on_images,
    reference=lambda tf, g, x, **attrs: vjp(tf, lambda at: average_pool_reference(tf, at, **attrs), x, g),
    kernel=average_pool_gradient_kernel,
)


def max_pool(
    inputs: Operand,
    pool_size: Sizes,
    strides: Sizes | None = None,
    padding: str = "valid",
    data_format: str | None = None,
) -> Tensor:
    """The maximum of each window of `pool_size` in `(batch, *sizes, channels)`, one to three sizes.

    Args:
        inputs: float32.
        pool_size: An int, or one for each size.
        strides: The same; `pool_size` by default.
        padding: `"valid"`, or `"same"`: `ceil(size / stride)` outputs. Padding counts neither as an element nor as 0.
        data_format: `"channels_last"`, which is what `None` means, or `"channels_first"`: `(batch, channels, *sizes)`.
    """
    return pool(MAX_POOL, inputs, pool_size, strides, padding, data_format)


def average_pool(
    inputs: Operand,
    pool_size: Sizes,
    strides: Sizes | None = None,
    padding: str = "valid",
    data_format: str | None = None,
) -> Tensor:
    """The mean of each window of `pool_size`; its arguments are those of `max_pool`."""
    return pool(AVERAGE_POOL, inputs, pool_size, strides, padding, data_format)


def pool(
    op: Op1[...], inputs: Operand, pool_size: Sizes, strides: Sizes | None, padding: str, data_format: str | None
) -> Tensor:
    (x,) = as_float(inputs)
    rank = pooled_rank(op.name, x)
    window = numbers(op.name, "pool_size", pool_size, rank)
    steps = window if strides is None else numbers(op.name, "strides", strides, rank)
    return with_channels_last(op.name, x, data_format, lambda x: pool_windows(op, x, window, steps, padding))


def pooled_rank(op: str, x: Tensor) -> int:
    if not 3 <= x.ndim <= 5:
        raise misuse(op, "inputs (batch, *sizes, channels) of one to three sizes", f"{x.type}")
    return x.ndim - 2


def pool_windows(op: Op1[...], x: Tensor, window: Numbers, strides: Numbers, padding: str) -> Tensor:
    if x.ndim == 3:
        return squeeze(pool_windows(op, expand_dims(x, 1), (1, *window), (1, *strides), padding), 1)
    if x.ndim == 5:  # the images first, then along the depth: a maximum of maxima, a mean of means
        n, depth, *image = x.dims
        flat = pool_windows(op, reshape(x, (n * depth, *image)), window[1:], strides[1:], padding)
        _, height, width, channels = flat.dims
        lines = reshape(flat, (n, depth, height * width, channels))
        y = pool_windows(op, lines, (window[0], 1), (strides[0], 1), padding)
        return reshape(y, (n, y.dims[1], height, width, channels))
    pads = resolve_padding(op.name, padding, x.type, both(window), both(strides), ONE)
    return op(x, window=both(window), strides=both(strides), pads=pads)


def adaptive_max_pool(inputs: Operand, output_size: Sizes, data_format: str | None = None) -> Tensor:
    """The maxima of `output_size` windows, which may overlap by one: from `i size // n` to `ceil((i + 1) size / n)`.

    Args:
        inputs: float32 `(batch, *sizes, channels)` of one to three sizes, which have to be known.
        output_size: An int, or one for each size.
        data_format: `"channels_last"`, which is what `None` means, or `"channels_first"`.
    """
    return _adaptive(MAX_POOL, "adaptive_max_pool", _maxima, inputs, output_size, data_format)


def adaptive_average_pool(inputs: Operand, output_size: Sizes, data_format: str | None = None) -> Tensor:
    """The means of the windows of `adaptive_max_pool`."""
    return _adaptive(AVERAGE_POOL, "adaptive_average_pool", _means, inputs, output_size, data_format)


def _adaptive(
    op: Op1[...],
    name: str,
    along: Callable[[Tensor, int, int, int], Tensor],
    inputs: Operand,
    output_size: Sizes,
    data_format: str | None,
) -> Tensor:
    (x,) = as_float(inputs)
    counts = numbers(name, "output_size", output_size, pooled_rank(name, x))

    def pooled(x: Tensor) -> Tensor:
        sizes: Numbers = tuple(known(name, size) for size in x.dims[1:-1])
        if not any(size % count for size, count in zip(sizes, counts, strict=True)):
            window = tuple(size // count for size, count in zip(sizes, counts, strict=True))
            return pool_windows(op, x, window, window, "valid")
        for axis, (size, count) in enumerate(zip(sizes, counts, strict=True), 1):
            x = along(x, axis, size, count)
        return x

    return with_channels_last(name, x, data_format, pooled)


def _bounds(size: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    index = np.arange(count)
    return index * size // count, -((index + 1) * -size // count)


def _maxima(x: Tensor, axis: int, size: int, count: int) -> Tensor:
    begin, end = _bounds(size, count)
    widest = int((end - begin).max())
    # A shorter window has its last element again.
    places = np.minimum(begin[:, None] + np.arange(widest), end[:, None] - 1).astype(np.int32)
    met = take(x, places.ravel(), axis)
    return max(reshape(met, (*x.dims[:axis], count, widest, *x.dims[axis + 1 :])), axis + 1)


def _means(x: Tensor, axis: int, size: int, count: int) -> Tensor:
    begin, end = _bounds(size, count)
    index = np.arange(size)[:, None]
    return along_axis(x, axis, (((begin <= index) & (index < end)) / (end - begin)).astype(np.float32))
