"""Counts, quantiles, and reductions without NaN."""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np

from bml.keras.dispatch import has_tensor, here_or_traced
from bmlc import ops
from bmlc.errors import UserError
from bmlc.ir import current_builder
from bmlc.ops.gathering import SEGMENT_SUM
from bmlc.ops.rules import normalize_axes, product, reduced_shape
from bmlc.ops.tensor import Tensor
from bmlc.passes.integer_ranges import range_of

from .core import convert_to_tensor


def _floats(x: Any) -> Any:
    return ops.convert_to_tensor(x, "float32")


@here_or_traced
def sum(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Scalars in a list, such as the losses of a model, are added: they need not be joined."""
    kinds = {(each.ndim, each.dtype) if isinstance(each, Tensor) else None for each in x} if isinstance(x, list) else {}
    if axis is None and not keepdims and kinds == {(0, "float32")}:
        return functools.reduce(ops.add, x)
    return ops.sum(x, axis, keepdims)


@functools.partial(here_or_traced, plain=lambda x, axis=None, weights=None: np.average(x, axis, weights))
def average(x: Any, axis: Any = None, weights: Any = None) -> Any:
    t = _floats(x)
    if weights is None:
        return ops.mean(t, axis=axis)
    w = _floats(weights)
    if axis is not None and w.ndim != t.ndim:  # one weight for each place along the axis
        w = ops.reshape(w, (w.dims[0], *(1,) * (t.ndim - 1 - axis % t.ndim)))
        return ops.sum(t * w, axis=axis) / ops.sum(w)
    return ops.sum(t * w, axis=axis) / ops.sum(w, axis=axis)


def _counted(x: np.ndarray, weights: Any = None, minlength: int = 0, sparse: bool = False) -> np.ndarray:
    """Each row by itself."""
    size = max(minlength, int(x.max()) + 1 if x.size else 0)
    rows = x.reshape(-1, x.shape[-1])
    shares = [None] * len(rows) if weights is None else np.reshape(weights, rows.shape)
    counts = [np.bincount(row, share, size) for row, share in zip(rows, shares, strict=True)]
    return np.stack(counts).reshape(*x.shape[:-1], size)


@functools.partial(here_or_traced, plain=_counted)
def bincount(x: Any, weights: Any = None, minlength: int = 0, sparse: bool = False) -> Any:
    t = ops.convert_to_tensor(x)
    low, high = range_of(t.var, current_builder()) or (0.0, math.inf)
    if sparse or low < 0 or high >= minlength:
        raise UserError.here(
            "BML102",
            f"bincount expected numbers from 0 to below {minlength=} for all inputs, as uint8 are below 256, received "
            f"{t.type}: the size of its result would be known only when the program runs",
            "count ops.clip(x, 0, minlength - 1)",
        )
    shares = ops.convert_to_tensor(1 if weights is None else weights)
    rows = ops.broadcast_to(shares if shares.dtype == "float32" else ops.cast(shares, "int32"), t.dims)
    return SEGMENT_SUM(rows, ops.cast(t, "int32"), count=minlength, batch=t.ndim - 1)


@here_or_traced
def corrcoef(x: Any) -> Any:
    t = _floats(x)
    centered = t - ops.mean(t, axis=-1, keepdims=True)
    covariance = ops.matmul(centered, ops.swapaxes(centered, -1, -2))  # but for a factor that the quotient has not
    deviation = ops.sqrt(ops.sum(ops.square(centered), axis=-1))
    return ops.clip(covariance / ops.outer(deviation, deviation), -1.0, 1.0)


@functools.partial(here_or_traced, plain="digitize")
def digitize(x: Any, bins: Any) -> Any:
    return ops.searchsorted(np.asarray(bins, "float32"), x, side="right")


def _histogram(x: Any, bins: int = 10, range: Any = None) -> Any:
    counts, edges = np.histogram(x, bins, range)
    return counts.astype(np.asarray(x).dtype), edges


@functools.partial(here_or_traced, plain=_histogram)
def histogram(x: Any, bins: int = 10, range: Any = None) -> Any:
    t = ops.convert_to_tensor(x)
    values = ops.ravel(_floats(t))
    low, high = (ops.min(values), ops.max(values)) if range is None else map(_floats, range)
    edges = low + (high - low) * (np.arange(bins + 1, dtype="float32") / np.float32(bins))
    inside = ops.logical_and(ops.greater_equal(values, low), ops.less_equal(values, high))
    above = ops.greater_equal(ops.expand_dims(values, -1), edges[1:-1])
    place = ops.sum(ops.cast(above, "int32"), axis=-1)
    counts = ops.sum(ops.one_hot(ops.where(inside, place, -1), bins), axis=0)
    return ops.cast(counts, t.dtype), ops.cast(edges, t.dtype)


def _on_arrays(name: str) -> Any:
    """NumPy's function, whose `axis` may not be a list."""

    def call(x: Any, *q: Any, axis: Any = None, **options: Any) -> Any:
        return getattr(np, name)(x, *q, axis=tuple(axis) if isinstance(axis, list) else axis, **options)

    return call


def _quantiles(prefix: str) -> Any:
    """`quantile`, `percentile` and `median`, or those of them that leave out NaN."""

    def quantile(x: Any, q: Any, axis: Any = None, method: str = "linear", keepdims: bool = False) -> Any:
        return _quantile(prefix, x, q, axis, method, keepdims)

    def percentile(x: Any, q: Any, axis: Any = None, method: str = "linear", keepdims: bool = False) -> Any:
        return _quantile(prefix, x, _hundredth(q), axis, method, keepdims)

    def median(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
        return _quantile(prefix, x, 0.5, axis, "linear", keepdims)

    return [here_or_traced(fn, _on_arrays(prefix + fn.__name__)) for fn in (quantile, percentile, median)]


quantile, percentile, median = _quantiles("")
nanquantile, nanpercentile, nanmedian = _quantiles("nan")


def _hundredth(q: Any) -> Any:
    return ops.divide(q, 100.0) if has_tensor((q,)) else np.asarray(q, "float32") / np.float32(100)


def _quantile(prefix: str, x: Any, q: Any, axis: Any, method: str, keepdims: bool) -> Any:
    """Between neighbours of the sorted elements: of all of them, NaN if one is, or of those that are numbers."""
    t = _floats(x)
    axes = normalize_axes(f"{prefix}quantile", axis, t.ndim)
    others = tuple(i for i in range(t.ndim) if i not in axes)
    kept, count = [t.dims[i] for i in others], product(t.dims[i] for i in axes)
    rows = ops.reshape(ops.transpose(t, (*others, *axes)), (*kept, count))
    nan = ops.isnan(rows)
    wanted = q if has_tensor((q,)) else np.asarray(q, "float32")
    shares = ops.reshape(wanted, (-1,)) if has_tensor((q,)) else wanted.reshape(-1)
    rows = ops.sort(ops.where(nan, math.inf, rows), axis=-1)
    if prefix:
        held = ops.sum(ops.cast(ops.logical_not(nan), "float32"), axis=-1, keepdims=True)
        last: Any = ops.maximum(held - 1.0, 0.0)
        missing = ops.equal(held, 0.0)
    else:
        last = np.float64(count - 1) if isinstance(count, int) else ops.cast(ops.dimension(count), "float32") - 1.0
        missing = ops.any(nan, axis=-1, keepdims=True)
    y = ops.where(missing, math.nan, _between(rows, shares, last, method))  # (*kept, q)
    y = ops.transpose(y, (y.ndim - 1, *range(y.ndim - 1)))
    shape = reduced_shape(t.dims, axes, keepdims)
    return ops.reshape(y, (*ops.shape(wanted), *shape) if has_tensor((wanted,)) else (*wanted.shape, *shape))


def _between(rows: Any, shares: Any, last: Any, method: str) -> Any:
    exact = (
        shares.astype("float64") * last
        if isinstance(last, np.float64) and not has_tensor((shares,))
        else (last * shares)
    )
    of = np if isinstance(exact, np.ndarray) else ops

    def at(place: Any) -> Any:
        inside = of.minimum(of.maximum(place, 0.0), last)
        if of is np:
            return ops.take(rows, inside.astype("int32"), axis=-1)
        places = ops.cast(inside, "int32")
        wide = ops.broadcast_to(places, (*rows.dims[:-1], places.dims[-1]))
        return ops.take_along_axis(rows, wide, axis=-1)

    match method:
        case "lower":
            return at(of.floor(exact))
        case "higher":
            return at(of.ceil(exact))
        case "nearest":
            return at(of.round(exact))
        case "midpoint":
            return 0.5 * (at(of.floor(exact)) + at(of.ceil(exact)))
        case "linear":
            lower = of.maximum(of.ceil(exact) - 1.0, 0.0)
            upper = of.minimum(lower + 1.0, last)
            part = (upper - exact).astype("float32") if of is np else upper - exact
            return at(upper) * (1.0 - part) + at(lower) * part
    raise UserError.here(
        "BML102", f"expected method to be linear, lower, higher, midpoint or nearest, received {method!r}"
    )


@functools.partial(here_or_traced, plain=_on_arrays("ptp"))
def ptp(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    return ops.subtract(ops.max(x, axis=axis, keepdims=keepdims), ops.min(x, axis=axis, keepdims=keepdims))


def _without_nan(of: Any, name: str, number: float, of_none: float | None = None) -> Any:
    """A reduction, NumPy's or of ops, with `number` in place of NaN, and `of_none` as its result where all are NaN."""

    def reduced(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
        reduce, t = getattr(of, name), convert_to_tensor(x)  # an array of float64 or a list, too, is one of float32
        if t.dtype != "float32":
            return reduce(t, axis=axis, keepdims=keepdims)
        nan = of.isnan(t)
        y = reduce(of.where(nan, number, t), axis=axis, keepdims=keepdims)
        return y if of_none is None else of.where(of.all(nan, axis=axis, keepdims=keepdims), of_none, y)

    return reduced


nanargmax = here_or_traced(_without_nan(ops, "argmax", -math.inf, -1), _without_nan(np, "argmax", -math.inf, -1))
nanargmin = here_or_traced(_without_nan(ops, "argmin", math.inf, -1), _without_nan(np, "argmin", math.inf, -1))
nancumprod = here_or_traced(
    lambda x, axis=None, dtype=None: ops.cumprod(ops.nan_to_num(x, nan=1.0), axis, dtype), "nancumprod"
)
nancumsum = here_or_traced(lambda x, axis=None, dtype=None: ops.cumsum(ops.nan_to_num(x), axis, dtype), "nancumsum")
nanmax = here_or_traced(_without_nan(ops, "max", -math.inf, math.nan), "nanmax")
nanmin = here_or_traced(_without_nan(ops, "min", math.inf, math.nan), "nanmin")
nanprod = here_or_traced(_without_nan(ops, "prod", 1.0), "nanprod")
nansum = here_or_traced(_without_nan(ops, "sum", 0.0), "nansum")


@here_or_traced
def nanmean(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    t = _floats(x)
    numbers = ops.sum(ops.cast(ops.logical_not(ops.isnan(t)), "float32"), axis=axis, keepdims=keepdims)
    return nansum(t, axis=axis, keepdims=keepdims) / numbers


@here_or_traced
def nanvar(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    t = _floats(x)
    return nanmean(ops.square(t - nanmean(t, axis=axis, keepdims=True)), axis=axis, keepdims=keepdims)


@here_or_traced
def nanstd(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    return ops.sqrt(nanvar(x, axis=axis, keepdims=keepdims))
