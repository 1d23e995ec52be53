"""Convolution and pooling along any number of dimensions, tap by tap: slow, and plainly right."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Numbers = tuple[int, ...]


def each(value: Any, rank: int) -> Numbers:
    return value if isinstance(value, tuple) else (value,) * rank


def padded(x: Array, reach: Numbers, strides: Numbers, padding: str, value: float) -> Array:
    widths = [(0, 0)]
    for size, extent, stride in zip(x.shape[1:-1], reach, strides, strict=True):
        total = 0 if padding == "valid" else max(0, (-(-size // stride) - 1) * stride + extent - size)
        widths.append((total // 2, total - total // 2))
    return np.pad(x, [*widths, (0, 0)], constant_values=value)


def taps(x: Array, window: Numbers, strides: Numbers, dilations: Numbers) -> Iterator[tuple[Numbers, Array]]:
    """Each place of the window with what it meets at all positions: [n, *outputs, c]."""
    reach = [(k - 1) * d + 1 for k, d in zip(window, dilations, strict=True)]
    counts = [(n - r) // s + 1 for n, r, s in zip(x.shape[1:-1], reach, strides, strict=True)]
    for place in product(*map(range, window)):
        parts = zip(place, dilations, counts, strides, strict=True)
        yield place, x[(slice(None), *(slice(i * d, i * d + (c - 1) * s + 1, s) for (i, d, c, s) in parts))]


def conv(x: Array, kernel: Array, strides: Any = 1, padding: str = "valid", dilation_rate: Any = 1) -> Array:
    """With as many groups as the kernel's channels say."""
    rank, groups = x.ndim - 2, x.shape[-1] // kernel.shape[-2]
    strides, dilations, window = each(strides, rank), each(dilation_rate, rank), kernel.shape[:-2]
    reach = tuple((k - 1) * d + 1 for k, d in zip(window, dilations, strict=True))
    parts = []
    for part, filters in zip(np.split(x, groups, -1), np.split(kernel, groups, -1), strict=True):
        met = taps(padded(part, reach, strides, padding, 0.0), window, strides, dilations)
        parts.append(sum(images @ filters[place] for place, images in met))
    return np.concatenate(parts, -1)


def conv_transpose(
    x: Array,
    kernel: Array,
    strides: Any = 1,
    padding: str = "valid",
    output_padding: Any = None,
    dilation_rate: Any = 1,
) -> Array:
    """Each pixel adds the kernel to the outputs that it reaches; what lies outside is cut off."""
    rank, window = x.ndim - 2, kernel.shape[:-2]
    strides, dilations, extra = each(strides, rank), each(dilation_rate, rank), each(output_padding, rank)
    sizes, cut = [], []
    for size, taps_, stride, dilation, more in zip(x.shape[1:-1], window, strides, dilations, extra, strict=True):
        reach = (taps_ - 1) * dilation + 1
        if padding == "same":
            length = size * stride if more is None else (size - 1) * stride + reach % 2 + more
            cut.append(max(0, (size - 1) * stride + reach - length) // 2)
        else:
            length = (size - 1) * stride + reach + (max(stride - reach, 0) if more is None else more)
            cut.append(0)
        sizes.append(length)
    room = [n + 2 * k * d + s for n, k, d, s in zip(sizes, window, dilations, strides, strict=True)]
    y = np.zeros((x.shape[0], *room, kernel.shape[-2]), x.dtype)
    for place in product(*map(range, window)):
        parts = zip(place, dilations, x.shape[1:-1], strides, strict=True)
        at = (slice(None), *(slice(i * d, i * d + (n - 1) * s + 1, s) for (i, d, n, s) in parts))
        y[at] += x @ kernel[place].T
    return y[(slice(None), *(slice(c, c + n) for c, n in zip(cut, sizes, strict=True)))]


def depthwise_conv(x: Array, kernel: Array, *args: Any, **attrs: Any) -> Array:
    """As many groups as channels."""
    return conv(x, kernel.reshape(*kernel.shape[:-2], 1, -1), *args, **attrs)


def pool(x: Array, pool_size: Any, strides: Any, padding: str) -> Array:
    """What each window holds, padding as NaN: [taps, n, *outputs, c]"""
    rank = x.ndim - 2
    window = each(pool_size, rank)
    steps = window if strides is None else each(strides, rank)
    return np.stack([met for _, met in taps(padded(x, window, steps, padding, np.nan), window, steps, (1,) * rank)])


def max_pool(x: Array, pool_size: Any, strides: Any = None, padding: str = "valid") -> Array:
    return np.nanmax(pool(x, pool_size, strides, padding), axis=0)


def average_pool(x: Array, pool_size: Any, strides: Any = None, padding: str = "valid") -> Array:
    return np.nanmean(pool(x, pool_size, strides, padding), axis=0)


def adaptive(x: Array, counts: Any, reduce: Any) -> Array:
    """`reduce` of windows that begin at i * size // count and end where the next one would, rounded up."""
    for axis, count in enumerate(each(counts, x.ndim - 2), 1):
        size = x.shape[axis]
        bounds = [(i * size // count, -((i + 1) * -size // count)) for i in range(count)]
        x = np.stack([reduce(x.take(range(*bound), axis), axis=axis) for bound in bounds], axis)
    return x
