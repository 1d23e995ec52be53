"""Tensors of given numbers: filled, counted, evenly spaced, windows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from keras.src.backend.common import standardize_dtype
from keras.src.backend.common.dtypes import result_type

from bml.keras.dispatch import has_tensor, here_or_traced, narrow, traced
from bmlc import ops

from .core import convert_to_tensor, dtype_of

array = convert_to_tensor


def full(shape: Sequence[Any], fill_value: Any, dtype: Any = None) -> Any:
    to = dtype_of(dtype or "float32")
    if has_tensor((fill_value,)):
        return traced(ops.broadcast_to)(convert_to_tensor(fill_value, to), shape)
    if has_tensor((shape,)):
        if np.ndim(fill_value):
            return traced(ops.broadcast_to)(np.asarray(fill_value, to), shape)
        return traced(ops.full)(shape, np.asarray(fill_value).item(), to)
    return np.full(shape, fill_value, to)


def zeros(shape: Sequence[Any], dtype: Any = None) -> Any:
    return full(shape, 0, dtype)


empty = zeros


def ones(shape: Sequence[Any], dtype: Any = None) -> Any:
    return full(shape, 1, dtype)


def full_like(x: Any, fill_value: Any, dtype: Any = None) -> Any:
    x = convert_to_tensor(x)
    return full(getattr(x, "dims", x.shape), fill_value, dtype or standardize_dtype(x.dtype))


def zeros_like(x: Any, dtype: Any = None) -> Any:
    return full_like(x, 0, dtype)


empty_like = zeros_like


def ones_like(x: Any, dtype: Any = None) -> Any:
    return full_like(x, 1, dtype)


def arange(start: Any, stop: Any = None, step: Any = None, dtype: Any = None) -> Any:
    given = [getattr(x, "dtype", int if has_tensor((x,)) else type(x)) for x in (start, stop, step) if x is not None]
    to = dtype_of(dtype or result_type(*given))
    if has_tensor((start, stop, step)):
        return traced(ops.arange)(start, stop, 1 if step is None else step, dtype=to)
    return np.arange(start, stop, step, dtype=to)


def _matrix(op: Callable[..., Any], plain: Callable[..., Any]) -> Callable[..., Any]:
    def matrix(N: Any, M: Any = None, k: Any = 0, dtype: Any = None) -> Any:  # noqa: N803 - as in Keras
        return here_or_traced(op, plain)(N, M, k, dtype_of(dtype or "float32"))

    return matrix


eye, tri = _matrix(ops.eye, np.eye), _matrix(ops.tri, np.tri)


def identity(n: Any, dtype: Any = None) -> Any:
    return eye(n, dtype=dtype)


def linspace(
    start: Any, stop: Any, num: int = 50, endpoint: bool = True, retstep: bool = False, dtype: Any = None, axis: int = 0
) -> Any:
    to = dtype_of(dtype or "float32")
    spaces = num - 1 if endpoint else num
    if has_tensor((start, stop)):
        numbers, step = traced(_spaced)(start, stop, num, spaces, axis)
    else:
        first, last = np.asarray(start, to), np.asarray(stop, to)
        numbers = np.linspace(first, last, num, endpoint, axis=axis)
        step = np.asarray((last - first) / spaces if spaces > 0 else np.nan, "float32")
    numbers = convert_to_tensor(here_or_traced(ops.floor)(numbers) if to == "int32" else numbers, to)
    return (numbers, step) if retstep else numbers


def _spaced(start: Any, stop: Any, num: int, spaces: int, axis: int) -> Any:
    first, last = (ops.convert_to_tensor(x, "float32") for x in (start, stop))
    step = (last - first) / spaces if spaces > 0 else ops.zeros_like(last - first)
    along = axis % (step.ndim + 1)
    places = np.arange(num, dtype="float32").reshape(num, *(1,) * (step.ndim - along))
    return ops.expand_dims(first, along) + ops.expand_dims(step, along) * places, step


def logspace(
    start: Any, stop: Any, num: int = 50, endpoint: bool = True, base: Any = 10, dtype: Any = None, axis: int = 0
) -> Any:
    exponents = linspace(start, stop, num, endpoint, dtype=dtype, axis=axis)
    to = dtype_of(dtype or "float32")
    powers = here_or_traced(ops.power)(convert_to_tensor(base, "float32"), convert_to_tensor(exponents, "float32"))
    return convert_to_tensor(powers, to)


def geomspace(start: Any, stop: Any, num: int = 50, endpoint: bool = True, dtype: Any = None, axis: int = 0) -> Any:
    """From one number to another by equal factors; both have the sign of the first."""
    if has_tensor((start, stop)):
        first, last = (traced(lambda x: ops.log10(ops.absolute(x)))(x) for x in (start, stop))
        return traced(ops.multiply)(
            logspace(first, last, num, endpoint, dtype=dtype, axis=axis), traced(ops.sign)(start)
        )
    return convert_to_tensor(np.geomspace(start, stop, num, endpoint, axis=axis), dtype_of(dtype or "float32"))


def _window(name: str) -> Callable[..., Any]:
    return lambda x: narrow(getattr(np, name)(int(x)))


bartlett, blackman, hamming, hanning = map(_window, ("bartlett", "blackman", "hamming", "hanning"))


def kaiser(x: Any, beta: float) -> Any:
    return narrow(np.kaiser(int(x), beta))
