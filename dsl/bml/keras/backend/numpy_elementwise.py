"""Functions of elements that are compositions of bml's ops."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from bml.keras.dispatch import here_or_traced
from bmlc import ops
from bmlc.errors import UserError
from bmlc.ops.rounding import polynomial

from .core import convert_to_tensor

__all__ = [
    "allclose",
    "angle",
    "cbrt",
    "clip",
    "exp2",
    "fabs",
    "fmax",
    "fmin",
    "fmod",
    "gcd",
    "heaviside",
    "hypot",
    "i0",
    "imag",
    "isclose",
    "isin",
    "isneginf",
    "isposinf",
    "isreal",
    "lcm",
    "ldexp",
    "logaddexp",
    "logaddexp2",
    "round",
    "select",
    "sinc",
]


def _floats(*xs: Any) -> Any:
    return [ops.convert_to_tensor(x, "float32") for x in xs]


def _tensors(*xs: Any) -> Any:
    return [ops.convert_to_tensor(x) for x in xs]


def _ints(name: str, *xs: Any) -> Any:
    tensors = _tensors(*xs)
    for x in tensors:
        if x.dtype not in ("int32", "uint8"):
            raise UserError.here("BML101", f"{name} expected integers, received {x.type}")
    return tensors


def _is_float(*xs: Any) -> bool:
    return any(x.dtype == "float32" for x in xs)


@here_or_traced
def angle(x: Any) -> Any:
    (t,) = _floats(x)
    return ops.where(ops.less(t, 0.0), math.pi, ops.zeros_like(t))


@here_or_traced
def cbrt(x: Any) -> Any:
    (t,) = _floats(x)
    return ops.sign(t) * ops.power(ops.absolute(t), 1.0 / 3.0)


@functools.partial(here_or_traced, plain=lambda x, x_min, x_max: np.minimum(np.maximum(x, x_min), x_max))
def clip(x: Any, x_min: Any, x_max: Any) -> Any:
    t = ops.convert_to_tensor(x)
    return ops.clip(ops.cast(t, "int32") if t.dtype == "bool" else t, x_min, x_max)


@here_or_traced
def exp2(x: Any) -> Any:
    return ops.power(2.0, *_floats(x))


@here_or_traced
def fabs(x: Any) -> Any:
    return ops.absolute(*_floats(x))


@here_or_traced
def fmax(x1: Any, x2: Any) -> Any:
    return _other_if_nan(ops.maximum, x1, x2)


@here_or_traced
def fmin(x1: Any, x2: Any) -> Any:
    return _other_if_nan(ops.minimum, x1, x2)


def _other_if_nan(op: Any, x1: Any, x2: Any) -> Any:
    y = op(x1, x2)
    if y.dtype != "float32":
        return y
    a, b = _floats(x1, x2)
    return ops.where(ops.isnan(a), b, ops.where(ops.isnan(b), a, y))


@here_or_traced
def fmod(x1: Any, x2: Any) -> Any:
    a, b = _tensors(x1, x2)
    return ops.sign(a) * ops.mod(ops.absolute(a), ops.absolute(b))


@here_or_traced
def gcd(x1: Any, x2: Any) -> Any:
    a, b = _ints("gcd", x1, x2)
    a, b = (ops.absolute(a + ops.zeros_like(b)), ops.absolute(b + ops.zeros_like(a)))

    def divided(_: Any, state: Any) -> Any:
        a, b = state
        more = ops.not_equal(b, 0)
        return ops.where(more, b, a), ops.where(more, ops.mod(a, ops.where(more, b, 1)), b)

    most = 13 if a.dtype == "uint8" else 46  # divisions, of neighbours among Fibonacci's numbers
    return ops.fori_loop(0, most, divided, (a, b))[0]


@here_or_traced
def lcm(x1: Any, x2: Any) -> Any:
    a, b = map(ops.absolute, _ints("lcm", x1, x2))
    divisor = gcd(a, b)
    none = ops.equal(divisor, 0)
    return ops.where(none, 0, a * ops.floor_divide(b, ops.where(none, 1, divisor)))


@here_or_traced
def heaviside(x1: Any, x2: Any) -> Any:
    a, b = _floats(x1, x2)
    return ops.where(ops.less(a, 0.0), 0.0, ops.where(ops.greater(a, 0.0), 1.0, b))


@here_or_traced
def hypot(x1: Any, x2: Any) -> Any:
    a, b = (ops.absolute(x) for x in _floats(x1, x2))
    longer = ops.maximum(a, b)
    return longer * ops.sqrt(1.0 + ops.square(ops.divide_no_nan(ops.minimum(a, b), longer)))


I0_NEAR = (0.0045813, 0.0360768, 0.2659732, 1.2067492, 3.0899424, 3.5156229, 1.0)
I0_FAR = (
    *(0.00392377, -0.01647633, 0.02635537, -0.02057706, 0.00916281),
    *(-0.00157565, 0.00225319, 0.01328592, 0.39894228),
)


@here_or_traced
def i0(x: Any) -> Any:
    """Abramowitz and Stegun, "Handbook of Mathematical Functions", 9.8.1 and 9.8.2."""
    size = ops.absolute(*_floats(x))
    near = ops.less_equal(size, 3.75)
    far = ops.where(near, 3.75, size)
    return ops.where(
        near,
        polynomial(ops.square(ops.where(near, size, 3.75) / 3.75), I0_NEAR),
        ops.exp(far) * ops.rsqrt(far) * polynomial(3.75 / far, I0_FAR),
    )


@here_or_traced
def isclose(x1: Any, x2: Any, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False) -> Any:
    a, b = _tensors(x1, x2)
    if not _is_float(a, b):
        return ops.equal(a, b)
    a, b = _floats(a, b)
    close = ops.less_equal(ops.absolute(a - b), atol + rtol * ops.absolute(b))
    return ops.logical_or(close, ops.logical_and(ops.isnan(a), ops.isnan(b))) if equal_nan else close


@here_or_traced
def allclose(x1: Any, x2: Any, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False) -> Any:
    a, b = _tensors(x1, x2)
    if not _is_float(a, b):
        return ops.all(ops.equal(a, b))
    a, b = _floats(a, b)
    finite = ops.logical_and(ops.isfinite(a), ops.isfinite(b))
    close = ops.logical_and(finite, isclose(a, b, rtol, atol))
    same = ops.logical_or(close, ops.equal(a, b))
    return ops.all(ops.logical_or(same, ops.logical_and(ops.isnan(a), ops.isnan(b))) if equal_nan else same)


@here_or_traced
def isin(x1: Any, x2: Any, assume_unique: bool = False, invert: bool = False) -> Any:
    a, b = _tensors(x1, x2)
    found = ops.any(ops.equal(ops.expand_dims(a, -1), ops.ravel(b)), axis=-1)
    return ops.logical_not(found) if invert else found


@here_or_traced
def isneginf(x: Any) -> Any:
    return ops.equal(x, -math.inf)


@here_or_traced
def isposinf(x: Any) -> Any:
    return ops.equal(x, math.inf)


@here_or_traced
def isreal(x: Any) -> Any:
    return ops.ones_like(x, "bool")


@here_or_traced
def imag(x: Any) -> Any:
    return ops.zeros_like(x)


@here_or_traced
def ldexp(x1: Any, x2: Any) -> Any:
    (exponent,) = _ints("ldexp", x2)
    (a,) = _floats(x1)
    kept = ops.logical_or(ops.isinf(a), ops.equal(a, 0.0))
    return ops.where(kept, a, a * ops.power(2.0, ops.cast(exponent, "float32")))


@here_or_traced
def logaddexp(x1: Any, x2: Any) -> Any:
    return _logaddexp(x1, x2, 1.0)


@here_or_traced
def logaddexp2(x1: Any, x2: Any) -> Any:
    return _logaddexp(x1, x2, math.log(2.0))


def _logaddexp(x1: Any, x2: Any, log_of_base: float) -> Any:
    a, b = _floats(x1, x2)
    delta = a - b
    larger = ops.maximum(a, b) + ops.log1p(ops.exp(-(ops.absolute(delta) * log_of_base))) / log_of_base
    return ops.where(ops.isnan(delta), a + b, larger)


@here_or_traced
def round(x: Any, decimals: int = 0) -> Any:
    t = ops.convert_to_tensor(x)
    if decimals >= 0 or t.dtype == "float32":
        return ops.round(t, decimals)
    return ops.cast(ops.round(ops.cast(t, "float32"), decimals), t.dtype)


@here_or_traced
def select(condlist: Sequence[Any], choicelist: Sequence[Any], default: Any = 0) -> Any:
    chosen = convert_to_tensor(default)
    for condition, choice in zip(reversed(condlist), reversed(choicelist), strict=True):
        chosen = ops.where(condition, choice, chosen)
    return chosen


@functools.partial(here_or_traced, plain="sinc")
def sinc(x: Any) -> Any:
    (t,) = _floats(x)
    none = ops.equal(t, 0.0)
    angle = ops.where(none, 1.0, t) * math.pi
    return ops.where(none, 1.0, ops.sin(angle) / angle)
