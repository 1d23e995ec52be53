"""The functions of `keras.ops.nn`."""

# ruff: noqa: F401 - Keras uses what is imported

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from bml.keras.contract import ops_by_name
from bml.keras.dispatch import here_or_traced, traced
from bmlc import ops
from bmlc.errors import UserError

from .attention import dot_product_attention
from .core import cast, dtype_of
from .crossentropy import (
    binary_crossentropy,
    categorical_crossentropy,
    remember_logits,
    sparse_categorical_crossentropy,
)
from .ctc import ctc_decode, ctc_loss

__getattr__ = ops_by_name(__name__, traced)


def _along(op: Callable[[Any, int], Any], x: Any, axis: int | None) -> Any:
    """`op` along an axis, or of all elements where it is None."""
    x = ops.convert_to_tensor(x)
    return op(x, axis) if axis is not None else ops.reshape(op(ops.ravel(x), -1), x.dims)


sigmoid = traced(lambda x: remember_logits(ops.sigmoid(x), x))
softmax = traced(lambda x, axis=-1: remember_logits(_along(ops.softmax, x, axis), x))
log_softmax = traced(lambda x, axis=-1: _along(ops.log_softmax, x, axis))
sparse_sigmoid = traced(lambda x: ops.clip(0.5 * (x + 1.0), 0.0, 1.0))
sparse_plus = traced(lambda x: ops.where(x < 1.0, 0.25 * ops.square(ops.maximum(x + 1.0, 0.0)), x))


@traced
def glu(x: Any, axis: int = -1) -> Any:
    value, gate = ops.split(x, 2, axis)
    return value * ops.sigmoid(gate)


@traced
def sparsemax(x: Any, axis: int = -1) -> Any:
    """The point of the simplex that is nearest to `x` (Martins and Astudillo 2016): many of its numbers are 0."""
    rows = ops.swapaxes(ops.convert_to_tensor(x), axis, -1)
    ordered = ops.flip(ops.sort(rows, -1), -1)
    counts = ops.arange(1, rows.dims[-1] + 1, dtype="float32")
    total = ops.cumsum(ordered, -1)
    held = ordered - (total - 1.0) / counts > 0.0
    sums = ops.sum(ops.where(held, total, 0.0), -1, keepdims=True)
    size = ops.sum(ops.cast(held, "float32"), -1, keepdims=True)
    return ops.swapaxes(ops.maximum(rows - (sums - 1.0) / size, 0.0), axis, -1)


# On one device there is nothing to synchronize with.
moments = traced(lambda x, axes, keepdims=False, synchronized=False: ops.moments(x, axes, keepdims))


def one_hot(x: Any, num_classes: Any, axis: int = -1, dtype: Any = None, sparse: bool = False) -> Any:
    _dense(sparse)
    if num_classes is None and isinstance(x, np.ndarray):  # to_categorical(labels), which counts them
        num_classes = int(np.max(x)) + 1
    return here_or_traced(ops.one_hot, _one_hot)(cast(x, "int32"), num_classes, axis, dtype_of(dtype or "float32"))


def _one_hot(x: Any, num_classes: int, axis: int, dtype: str) -> Any:
    return np.moveaxis((np.expand_dims(x, -1) == np.arange(num_classes)).astype(dtype), -1, axis)


def multi_hot(x: Any, num_classes: int, axis: int = -1, dtype: Any = None, sparse: bool = False) -> Any:
    ones = one_hot(x, num_classes, axis, dtype, sparse)
    return here_or_traced(ops.any if ones.dtype == "bool" else ops.amax)(ones, 1 if len(x.shape) > 1 else 0)


def _dense(sparse: bool) -> None:
    if sparse:
        raise UserError.here("BML102", "expected sparse=False, received sparse=True: there are no sparse tensors here")


@traced
def psnr(x1: Any, x2: Any, max_val: float) -> Any:
    """The ratio of the largest possible value to the mean error, in decibels."""
    error = ops.mean(ops.square(x1 - x2))
    return 20.0 * ops.log10(ops.convert_to_tensor(max_val, "float32")) - 10.0 * ops.log10(error)


def _two(value: Any) -> tuple[int, int]:
    return (value, value) if isinstance(value, int) else tuple(value)


def _taps(rows: int, columns: int) -> Any:
    """A kernel that gives each pixel of its window a channel."""
    return np.eye(rows * columns, dtype="float32").reshape(rows, columns, 1, rows * columns)


@traced
def unfold(input: Any, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1) -> Any:
    """The windows of images (batch, channels, height, width), flat: (batch, channels * rows * columns, windows)."""
    n, channels, height, width = input.dims
    rows, columns = _two(kernel_size)
    images = ops.reshape(input, (n * channels, height, width, 1))
    images = ops.pad(images, ((0, 0), *((each, each) for each in _two(padding)), (0, 0)))
    y = ops.conv(images, _taps(rows, columns), _two(stride), dilation_rate=_two(dilation))
    windows = y.dims[1] * y.dims[2]
    apart = ops.reshape(y, (n, channels, windows, rows * columns))
    return ops.reshape(ops.swapaxes(apart, 2, 3), (n, channels * rows * columns, windows))


@traced
def fold(x: Any, output_size: Any, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1) -> Any:
    """Images of which `unfold` makes windows: where these overlap, their sum."""
    rows, columns = window = _two(kernel_size)
    steps, spread, around = _two(stride), _two(dilation), _two(padding)
    wide = [size + 2 * each for size, each in zip(_two(output_size), around, strict=True)]
    reach = [(size - 1) * each + 1 for size, each in zip(window, spread, strict=True)]
    counts = [(size - each) // step + 1 for size, each, step in zip(wide, reach, steps, strict=True)]
    n, channels = x.dims[0], x.dims[1] // (rows * columns)
    apart = ops.swapaxes(ops.reshape(x, (n * channels, rows * columns, counts[0] * counts[1])), 1, 2)
    y = ops.conv_transpose(
        ops.reshape(apart, (n * channels, *counts, rows * columns)), _taps(rows, columns), steps, dilation_rate=spread
    )
    made = ((count - 1) * step + max(each, step) for count, step, each in zip(counts, steps, reach, strict=True))
    rest = [max(0, size - whole) for size, whole in zip(wide, made, strict=True)]
    y = ops.pad(y, ((0, 0), (0, rest[0]), (0, rest[1]), (0, 0)))
    inner = [slice(each, size - each) for size, each in zip(wide, around, strict=True)]
    return ops.reshape(y[:, inner[0], inner[1], 0], (n, channels, *_two(output_size)))


@traced
def depth_to_space(x: Any, block_size: int, data_format: str = "channels_last") -> Any:
    b = block_size
    if data_format == "channels_first":
        return ops.transpose(depth_to_space(ops.transpose(x, (0, 2, 3, 1)), b), (0, 3, 1, 2))
    n, height, width, channels = x.dims
    apart = ops.reshape(x, (n, height, width, b, b, channels // (b * b)))
    return ops.reshape(ops.swapaxes(apart, 2, 3), (n, height * b, width * b, channels // (b * b)))


@traced
def space_to_depth(x: Any, block_size: int, data_format: str = "channels_last") -> Any:
    b = block_size
    if data_format == "channels_first":
        return ops.transpose(space_to_depth(ops.transpose(x, (0, 2, 3, 1)), b), (0, 3, 1, 2))
    n, height, width, channels = x.dims
    apart = ops.reshape(x, (n, height // b, b, width // b, b, channels))
    return ops.reshape(ops.swapaxes(apart, 2, 3), (n, height // b, width // b, b * b * channels))
