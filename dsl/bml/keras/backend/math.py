"""The functions of `keras.ops.math`."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from bml.keras.contract import ops_by_name
from bml.keras.dispatch import has_tensor, here_or_traced, traced
from bml.keras.refusals import refused
from bmlc import ops
from bmlc.errors import UserError

__getattr__ = ops_by_name(__name__, traced)

rsqrt = here_or_traced(ops.rsqrt, lambda x: 1.0 / np.sqrt(x))
logdet = refused("logdet")
_get_complex_tensor_from_tuple = refused("polar", "there are no complex tensors here", "use abs * cos and abs * sin")


def _segments(op: Callable[..., Any]) -> Callable[..., Any]:
    def reduced(data: Any, segment_ids: Any, num_segments: Any = None, sorted: bool = False) -> Any:
        if num_segments is None:
            if has_tensor((segment_ids,)):
                raise UserError.here(
                    "BML102",
                    f"{op.__name__} expected num_segments, received None: how many ids there are is not known "
                    "until the program runs",
                    "give num_segments",
                )
            num_segments = int(np.max(segment_ids, initial=-1)) + 1
        return traced(op)(data, segment_ids, num_segments)

    return reduced


segment_sum = _segments(ops.segment_sum)
segment_max = _segments(ops.segment_max)
segment_min = _segments(ops.segment_min)
segment_prod = _segments(ops.segment_prod)


@traced
def cdist(x: Any, y: Any) -> Any:
    """The distances of all rows of `x` from all rows of `y`."""
    x, y = ops.convert_to_tensor(x, "float32"), ops.convert_to_tensor(y, "float32")
    return ops.norm(ops.expand_dims(x, -2) - ops.expand_dims(y, -3), axis=-1)


@traced
def extract_sequences(x: Any, sequence_length: int, sequence_stride: int) -> Any:
    """Windows along the last axis, which begin at a distance of `sequence_stride`."""
    x = ops.convert_to_tensor(x)
    frames = (x.dims[-1] - sequence_length) // sequence_stride + 1
    begins = ops.expand_dims(ops.arange(frames) * sequence_stride, 1)
    return ops.take(x, begins + ops.arange(sequence_length), axis=-1)


@traced
def stft(
    x: Any, sequence_length: int, sequence_stride: int, fft_length: int, window: Any = "hann", center: bool = True
) -> Any:
    """The transforms (real, imaginary) of windows of `x`, which is continued backwards at both ends if `center`."""
    x = ops.convert_to_tensor(x, "float32")
    if center:
        around = fft_length // 2
        x = ops.pad(x, (*((0, 0),) * (x.ndim - 1), (around, around)), mode="reflect")
    frames = extract_sequences(x, fft_length, sequence_stride)
    shape = _window(window, sequence_length, fft_length)
    return ops.rfft(frames if shape is None else frames * shape, fft_length)


@traced
def istft(
    x: Any,
    sequence_length: int,
    sequence_stride: int,
    fft_length: int,
    length: int | None = None,
    window: Any = "hann",
    center: bool = True,
) -> Any:
    """What `stft` transforms to `x`: the windows, weighted so that the squares of their shapes sum to 1, overlap."""
    frames = ops.irfft(x, fft_length)
    parts = -(-fft_length // sequence_stride)  # of a stride each
    missing = parts * sequence_stride - fft_length
    shape = _window(window, sequence_length, fft_length)
    if shape is not None:
        squares = ops.reshape(ops.pad(ops.square(shape), (0, missing)), (parts, sequence_stride))
        frames = frames * (shape / ops.tile(ops.sum(squares, 0), parts)[:fft_length])
    *leading, count, _ = frames.dims
    rest = ((0, 0),) * len(leading)
    cut = ops.reshape(ops.pad(frames, (*rest, (0, 0), (0, missing))), (*leading, count, parts, sequence_stride))
    moved = [ops.pad(cut[..., part, :], (*rest, (part, parts - 1 - part), (0, 0))) for part in range(parts)]
    signal = ops.reshape(sum(moved[1:], moved[0]), (*leading, (count + parts - 1) * sequence_stride))
    start = fft_length // 2 if center else 0
    whole = fft_length + sequence_stride * (count - 1)
    return signal[..., start : whole - start if length is None else start + length]


def _window(window: Any, length: int, fft_length: int) -> Any:
    """The shape of a window, with zeros around up to `fft_length`."""
    if window is None:
        return None
    if isinstance(window, str):
        if window not in ("hann", "hamming"):
            raise UserError.here("BML102", f'expected window="hann", "hamming" or an array, received {window!r}')
        mean = 0.5 if window == "hann" else 0.54
        whole = max(length - length % 2, 1)  # TensorFlow's of an odd length do not end a step before they repeat
        window = mean - (1 - mean) * np.cos(2 * math.pi * np.arange(length) / whole) if length > 1 else np.ones(1)
    before = (fft_length - length) // 2
    return ops.pad(ops.convert_to_tensor(window, "float32"), (before, fft_length - length - before))
