"""Convolution and pooling by loops over positions: slow, and plainly right."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


def both(value: Any) -> tuple[int, int]:
    return value if isinstance(value, tuple) else (value, value)


def padded(x: Array, reach: tuple[int, int], strides: tuple[int, int], padding: str, value: float) -> Array:
    if padding == "valid":
        return x
    widths = [(0, 0)]
    for size, extent, stride in zip(x.shape[1:3], reach, strides, strict=True):
        total = max(0, (-(-size // stride) - 1) * stride + extent - size)
        widths.append((total // 2, total - total // 2))
    return np.pad(x, [*widths, (0, 0)], constant_values=value)


def windows(x: Array, window: tuple[int, int], strides: tuple[int, int], dilations: tuple[int, int]) -> Array:
    """[n, outputs, outputs, rows, columns, c]"""
    counts = [(x.shape[i + 1] - (window[i] - 1) * dilations[i] - 1) // strides[i] + 1 for i in (0, 1)]
    rows, columns = (np.arange(window[i]) * dilations[i] for i in (0, 1))
    return np.stack(
        [
            np.stack([x[:, i * strides[0] + rows][:, :, j * strides[1] + columns] for j in range(counts[1])], axis=1)
            for i in range(counts[0])
        ],
        axis=1,
    )


def conv(x: Array, kernel: Array, strides: Any = 1, padding: str = "valid", dilation_rate: Any = 1) -> Array:
    strides, dilations, window = both(strides), both(dilation_rate), kernel.shape[:2]
    reach = tuple((k - 1) * d + 1 for k, d in zip(window, dilations, strict=True))
    x = padded(x, reach, strides, padding, 0.0)  # type: ignore[arg-type]
    return np.einsum("nijrcd,rcdf->nijf", windows(x, window, strides, dilations), kernel)  # type: ignore[arg-type]


def conv_transpose(
    x: Array,
    kernel: Array,
    strides: Any = 1,
    padding: str = "valid",
    output_padding: Any = None,
    dilation_rate: Any = 1,
) -> Array:
    """Each pixel adds the kernel to the outputs that it reaches; what lies outside is cut off."""
    strides, dilations, window = both(strides), both(dilation_rate), kernel.shape[:2]
    reach = [(k - 1) * d + 1 for k, d in zip(window, dilations, strict=True)]
    extra = (None, None) if output_padding is None else both(output_padding)
    sizes, cut = [], []
    for size, extent, stride, more in zip(x.shape[1:3], reach, strides, extra, strict=True):
        if padding == "same":
            sizes.append(size * stride if more is None else (size - 1) * stride + extent % 2 + more)
            cut.append(max(0, (size - 1) * stride + extent - sizes[-1]) // 2)
        else:
            sizes.append((size - 1) * stride + extent + (max(stride - extent, 0) if more is None else more))
            cut.append(0)
    room = [max(n + c, (i - 1) * s + r) for n, c, i, s, r in zip(sizes, cut, x.shape[1:3], strides, reach, strict=True)]
    y = np.zeros((x.shape[0], *room, kernel.shape[2]))
    for i, j, r, c in np.ndindex(*x.shape[1:3], *window):
        y[:, i * strides[0] + r * dilations[0], j * strides[1] + c * dilations[1]] += x[:, i, j] @ kernel[r, c].T
    return y[:, cut[0] : cut[0] + sizes[0], cut[1] : cut[1] + sizes[1]].astype("f")


def pool(x: Array, window: Any, strides: Any, padding: str) -> Array:
    window = both(window)
    strides = window if strides is None else both(strides)
    return windows(padded(x, window, strides, padding, np.nan), window, strides, (1, 1))


def max_pool(x: Array, window: Any, strides: Any = None, padding: str = "valid") -> Array:
    return np.nanmax(pool(x, window, strides, padding), axis=(3, 4))


def average_pool(x: Array, window: Any, strides: Any = None, padding: str = "valid") -> Array:
    return np.nanmean(pool(x, window, strides, padding), axis=(3, 4))


def depthwise_conv(x: Array, kernel: Array, **attrs: Any) -> Array:
    """A convolution of each channel by itself; its results stand side by side."""
    channels = [conv(x[..., c : c + 1], kernel[:, :, c : c + 1], **attrs) for c in range(x.shape[3])]
    return np.concatenate(channels, axis=-1)
