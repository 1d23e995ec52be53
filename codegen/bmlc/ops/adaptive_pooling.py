"""Pooling to a given size: windows as equal as they can be. It has no rules of its own."""

# ruff: noqa: A004 - the names that Keras and NumPy give them

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from bmlc.ops.casting import as_float
from bmlc.ops.convert import Operand
from bmlc.ops.einsum import along_axis
from bmlc.ops.gathering import take
from bmlc.ops.op import Op1
from bmlc.ops.pooling import AVERAGE_POOL, MAX_POOL, pool_windows, pooled_rank
from bmlc.ops.reduction import max
from bmlc.ops.rules import numbers
from bmlc.ops.shape import reshape
from bmlc.ops.tensor import Tensor
from bmlc.ops.windows import Numbers, Sizes, known, with_channels_last

__all__ = ["adaptive_average_pool", "adaptive_max_pool"]


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
        sizes: Numbers = tuple(known(name, size) for size in x.shape[1:-1])
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
    return max(reshape(met, (*x.shape[:axis], count, widest, *x.shape[axis + 1 :])), axis + 1)


def _means(x: Tensor, axis: int, size: int, count: int) -> Tensor:
    begin, end = _bounds(size, count)
    index = np.arange(size)[:, None]
    return along_axis(x, axis, (((begin <= index) & (index < end)) / (end - begin)).astype(np.float32))
