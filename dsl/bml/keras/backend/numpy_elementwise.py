"""Functions of elements that are compositions of bml's ops."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from bml.keras.dispatch import here_or_traced
from bmlc import ops
from bmlc.errors import UserError
from bmlc.ops.rounding import polynomial

from .core import convert_to_tensor


def _of_floats(op: Callable[..., Any], plain: str | None = None) -> Callable[..., Any]:
    """A function of float32, whatever it is given; of arrays NumPy's `plain`, by default the one of its name."""

    @functools.wraps(op)
    def call(*xs: Any) -> Any:
        return op(*(ops.convert_to_tensor(x, "float32") for x in xs))

    return here_or_traced(call, plain)


def _ints(name: str, *xs: Any) -> Any:
    tensors = list(map(ops.convert_to_tensor, xs))
    for x in tensors:
        if x.dtype not in ("int32", "uint8"):
            raise UserError.here("BML101", f"{name} expected integers, received {x.type}")
    return tensors


angle = _of_floats(lambda x: ops.where(ops.less(x, 0.0), math.pi, ops.zeros_like(x)), "angle")
cbrt = _of_floats(lambda x: ops.sign(x) * ops.power(ops.absolute(x), 1.0 / 3.0), "cbrt")
exp2 = _of_floats(lambda x: ops.power(2.0, x), "exp2")
fabs = _of_floats(ops.absolute, "fabs")
fmod = here_or_traced(lambda x1, x2: ops.sign(x1) * ops.mod(ops.absolute(x1), ops.absolute(x2)), "fmod")
imag = here_or_traced(ops.zeros_like, "imag")
isneginf = here_or_traced(lambda x: ops.equal(x, -math.inf), "isneginf")
isposinf = here_or_traced(lambda x: ops.equal(x, math.inf), "isposinf")
isreal = here_or_traced(lambda x: ops.ones_like(x, "bool"), "isreal")


@functools.partial(here_or_traced, plain=lambda x, x_min, x_max: np.minimum(np.maximum(x, x_min), x_max))
def clip(x: Any, x_min: Any, x_max: Any) -> Any:
    t = ops.convert_to_tensor(x)
    return ops.clip(ops.cast(t, "int32") if t.dtype == "bool" else t, x_min, x_max)


def _other_if_nan(op: Callable[..., Any]) -> Callable[..., Any]:
    def chosen(x1: Any, x2: Any) -> Any:
        y = op(x1, x2)
        if y.dtype != "float32":
            return y
        return ops.where(ops.isnan(x1), x2, ops.where(ops.isnan(x2), x1, y))

    return chosen


fmax = here_or_traced(_other_if_nan(ops.maximum), "fmax")
fmin = here_or_traced(_other_if_nan(ops.minimum), "fmin")


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


@_of_floats
def heaviside(x1: Any, x2: Any) -> Any:
    return ops.where(ops.less(x1, 0.0), 0.0, ops.where(ops.greater(x1, 0.0), 1.0, x2))


@_of_floats
def hypot(x1: Any, x2: Any) -> Any:
    a, b = ops.absolute(x1), ops.absolute(x2)
    longer = ops.maximum(a, b)
    return longer * ops.sqrt(1.0 + ops.square(ops.divide_no_nan(ops.minimum(a, b), longer)))


I0_NEAR = (0.0045813, 0.0360768, 0.2659732, 1.2067492, 3.0899424, 3.5156229, 1.0)
I0_FAR = (
    *(0.00392377, -0.01647633, 0.02635537, -0.02057706, 0.00916281),
    *(-0.00157565, 0.00225319, 0.01328592, 0.39894228),
)


@_of_floats
def i0(x: Any) -> Any:
    """Abramowitz and Stegun, "Handbook of Mathematical Functions", 9.8.1 and 9.8.2."""
    size = ops.absolute(x)
    near = ops.less_equal(size, 3.75)
    far = ops.where(near, 3.75, size)
    return ops.where(
        near,
        polynomial(ops.square(ops.where(near, size, 3.75) / 3.75), I0_NEAR),
        ops.exp(far) * ops.rsqrt(far) * polynomial(3.75 / far, I0_FAR),
    )


@here_or_traced
def isclose(x1: Any, x2: Any, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False) -> Any:
    a, b = map(ops.convert_to_tensor, (x1, x2))
    if "float32" not in (a.dtype, b.dtype):
        return ops.equal(a, b)
    close = ops.less_equal(ops.absolute(a - b), atol + rtol * ops.absolute(b))
    return ops.logical_or(close, ops.logical_and(ops.isnan(a), ops.isnan(b))) if equal_nan else close


@here_or_traced
def allclose(x1: Any, x2: Any, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False) -> Any:
    close = ops.logical_and(isclose(x1, x2, rtol, atol, equal_nan), ops.logical_not(ops.isinf(x2)))
    return ops.all(ops.logical_or(close, ops.equal(x1, x2)))


@here_or_traced
def isin(x1: Any, x2: Any, assume_unique: bool = False, invert: bool = False) -> Any:
    found = ops.any(ops.equal(ops.expand_dims(x1, -1), ops.ravel(x2)), axis=-1)
    return ops.logical_not(found) if invert else found


@here_or_traced
def ldexp(x1: Any, x2: Any) -> Any:
    (exponent,) = _ints("ldexp", x2)
    a = ops.convert_to_tensor(x1, "float32")
    kept = ops.logical_or(ops.isinf(a), ops.equal(a, 0.0))
    return ops.where(kept, a, a * ops.power(2.0, ops.cast(exponent, "float32")))


def _logaddexp(base: float, x1: Any, x2: Any) -> Any:
    delta = x1 - x2
    larger = ops.maximum(x1, x2) + ops.log1p(ops.exp(-(ops.absolute(delta) * math.log(base)))) / math.log(base)
    return ops.where(ops.isnan(delta), x1 + x2, larger)


logaddexp = _of_floats(functools.partial(_logaddexp, math.e), "logaddexp")
logaddexp2 = _of_floats(functools.partial(_logaddexp, 2.0), "logaddexp2")


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


@_of_floats
def sinc(x: Any) -> Any:
    none = ops.equal(x, 0.0)
    angle = ops.where(none, 1.0, x) * math.pi
    return ops.where(none, 1.0, ops.sin(angle) / angle)
