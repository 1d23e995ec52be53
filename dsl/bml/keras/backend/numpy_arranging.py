"""Elements taken, cut, joined and compared in place; products over axes."""

from __future__ import annotations

import functools
import string
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import numpy as np
from keras.src import tree
from keras.src.backend.common.backend_utils import vectorize_impl
from numpy.lib.mixins import NDArrayOperatorsMixin

from bml.keras.dispatch import has_tensor, here_or_traced, traced
from bmlc import ops
from bmlc.errors import UserError
from bmlc.ops.casting import as_array
from bmlc.ops.tensor import Tensor

split = here_or_traced(ops.split)
dsplit = functools.partial(split, axis=2)
vsplit = functools.partial(split, axis=0)


def hsplit(x: Any, indices_or_sections: Any) -> Any:
    return split(x, indices_or_sections, axis=0 if np.ndim(x) == 1 else 1)


@here_or_traced
def array_split(x: Any, indices_or_sections: int, axis: int = 0) -> Any:
    size = ops.shape(x)[axis]
    if not isinstance(size, int):
        raise UserError.here("BML102", f"array_split expected an axis of a known size, received {size}")
    each, more = divmod(size, indices_or_sections)
    return ops.split(x, [each * i + min(i, more) for i in range(1, indices_or_sections)], axis)


@here_or_traced
def append(x1: Any, x2: Any, axis: int | None = None) -> Any:
    return ops.concatenate([ops.ravel(x1), ops.ravel(x2)] if axis is None else [x1, x2], axis or 0)


vstack = here_or_traced(lambda xs: ops.concatenate(xs, 0), lambda xs: np.concatenate(xs, 0))  # of vectors no rows


@here_or_traced
def dstack(xs: Sequence[Any]) -> Any:
    def deep(x: Any) -> Any:
        t = ops.convert_to_tensor(x)
        return t if t.ndim > 2 else ops.expand_dims(t if t.ndim == 2 else ops.reshape(t, (1, -1)), 2)

    return ops.concatenate([deep(x) for x in xs], 2)


fliplr = here_or_traced(lambda x: ops.flip(x, 1), "fliplr")
flipud = here_or_traced(lambda x: ops.flip(x, 0), "flipud")
vdot = here_or_traced(lambda x1, x2: ops.dot(ops.ravel(x1), ops.ravel(x2)), "vdot")


@here_or_traced
def diff(a: Any, n: int = 1, axis: int = -1) -> Any:
    t = ops.convert_to_tensor(a)
    before = (slice(None),) * (axis % t.ndim)
    subtract = ops.not_equal if t.dtype == "bool" else ops.subtract
    for _ in range(n):
        t = subtract(t[(*before, slice(1, None))], t[(*before, slice(None, -1))])
    return t


@functools.partial(
    here_or_traced,
    plain=lambda x, pad_width, mode="constant", constant_values=None: np.pad(
        x, pad_width, mode, **({} if constant_values is None else {"constant_values": constant_values})
    ),
)
def pad(x: Any, pad_width: Any, mode: Any = "constant", constant_values: Any = None) -> Any:
    widths = tree.map_structure(lambda n: n.tolist() if isinstance(n, np.ndarray | np.generic) else n, pad_width)
    return ops.pad(x, widths, mode.lower(), constant_values)


class _Places(NDArrayOperatorsMixin):
    """The positions along an axis of the elements that are not 0: how many there are is not known in a trace.

    `places[i]` is the one of the i-th of them, 0 where there are not so many.
    """

    def __init__(self, found: Tensor, axis: int, dims: Sequence[Any]) -> None:
        self.found, self.axis, self.dims = found, axis, dims

    def __getitem__(self, index: Any) -> Any:
        if not isinstance(index, int):
            self._refuse()
        running = ops.cumsum(self.found)
        at = ops.equal(running, index + 1 if index >= 0 else running[-1] + (index + 1))
        place = ops.argmax(ops.cast(at, "float32"))
        return unravel_index(place, self.dims)[self.axis]

    def _refuse(self, *args: object, **kwargs: object) -> NoReturn:
        raise UserError.here(
            "BML102",
            "nonzero and where of one argument have results whose size is known only when the program runs",
            "use where(condition, x1, x2) with what the other elements shall be, or nonzero(x)[axis][i]",
        )

    __array__ = __array_ufunc__ = __bml_tensor__ = __getattr__ = __len__ = __iter__ = _refuse


@functools.partial(here_or_traced, plain=np.nonzero)
def nonzero(x: Any) -> Any:
    t = ops.convert_to_tensor(x)
    found = ops.cast(ops.not_equal(ops.ravel(t), 0), "int32")
    return tuple(_Places(found, axis, t.dims) for axis in range(t.ndim))


def where(condition: Any, x1: Any = None, x2: Any = None) -> Any:
    if x1 is None and x2 is None:
        return nonzero(condition)
    return here_or_traced(ops.where)(condition, x1, x2)


@functools.partial(here_or_traced, plain=lambda indices, shape: np.unravel_index(np.asarray(indices), tuple(shape)))
def unravel_index(indices: Any, shape: Sequence[int]) -> Any:
    """Positions in a tensor of `shape`, from those among all its elements in order."""
    rest, places = ops.convert_to_tensor(indices), []
    for size in reversed(shape):
        places.append(ops.mod(rest, size))
        rest = ops.floor_divide(rest, size)
    return tuple(reversed(places))


@here_or_traced
def tensordot(x1: Any, x2: Any, axes: Any = 2) -> Any:
    a, b = ops.convert_to_tensor(x1), ops.convert_to_tensor(x2)
    if isinstance(axes, int):
        axes = list(range(a.ndim - axes, a.ndim)), list(range(axes))
    of_a, of_b = ([each] if isinstance(each, int) else list(each) for each in axes)
    left, right = string.ascii_lowercase[: a.ndim], list(string.ascii_uppercase[: b.ndim])
    for i, j in zip(of_a, of_b, strict=True):
        right[j] = left[i]
    summed = {left[i] for i in of_a}
    out = [letter for letter in (*left, *right) if letter not in summed]
    return ops.einsum(f"{left},{''.join(right)}->{''.join(out)}", a, b)


@here_or_traced
def inner(x1: Any, x2: Any) -> Any:
    a, b = ops.convert_to_tensor(x1), ops.convert_to_tensor(x2)
    return tensordot(a, b, ([-1], [-1])) if a.ndim and b.ndim else ops.multiply(a, b)


@here_or_traced
def kron(x1: Any, x2: Any) -> Any:
    a, b = ops.convert_to_tensor(x1), ops.convert_to_tensor(x2)
    rank = max(a.ndim, b.ndim)
    of_a, of_b = ((1,) * (rank - t.ndim) + t.dims for t in (a, b))
    wide = ops.reshape(a, tuple(size for n in of_a for size in (n, 1)))
    deep = ops.reshape(b, tuple(size for n in of_b for size in (1, n)))
    return ops.reshape(wide * deep, tuple(m * n for m, n in zip(of_a, of_b, strict=True)))


def cross(x1: Any, x2: Any, axisa: int = -1, axisb: int = -1, axisc: int = -1, axis: int | None = None) -> Any:
    if axis is not None:
        axisa = axisb = axisc = axis
    return here_or_traced(functools.partial(_cross, ops), functools.partial(_cross, np))(x1, x2, axisa, axisb, axisc)


def _cross(of: Any, x1: Any, x2: Any, axisa: int, axisb: int, axisc: int) -> Any:
    a, b = of.moveaxis(x1, axisa, -1), of.moveaxis(x2, axisb, -1)
    flat = a.shape[-1] == b.shape[-1] == 2
    a, b = ([x[..., i] for i in range(x.shape[-1])] + [0.0] * (3 - x.shape[-1]) for x in (a, b))
    last = a[0] * b[1] - a[1] * b[0]
    if flat:
        return last
    first, second = a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2]
    return of.moveaxis(of.stack([first, second, last], axis=-1), -1, axisc)


@here_or_traced
def correlate(x1: Any, x2: Any, mode: str = "valid") -> Any:
    a, b = (ops.convert_to_tensor(x, "float32") for x in (x1, x2))
    n, m = a.dims[0], b.dims[0]
    if mode != "valid":
        a = ops.pad(a, ((m - 1, m - 1),))
    if mode not in ("valid", "same", "full"):
        raise UserError.here("BML102", f"correlate expected mode to be valid, same or full, received {mode!r}")
    full = ops.conv(ops.reshape(a, (1, a.dims[0], 1)), ops.reshape(b, (m, 1, 1)), padding="valid")
    full = ops.ravel(full)
    if mode != "same":
        return full
    if not (isinstance(n, int) and isinstance(m, int)):
        raise UserError.here("BML102", f"correlate with mode='same' expected known sizes, received {n} and {m}")
    begin = (n + m - 1 - max(n, m)) // 2
    return full[begin : begin + max(n, m)]


@here_or_traced
def trapezoid(y: Any, x: Any = None, dx: float = 1.0, axis: int = -1) -> Any:
    heights = ops.moveaxis(ops.convert_to_tensor(y, "float32"), axis, -1)
    widths: Any = dx
    if x is not None:
        places = ops.convert_to_tensor(x, "float32")
        widths = diff(places if places.ndim == 1 else ops.moveaxis(places, axis, -1))
    return ops.sum(0.5 * (heights[..., 1:] + heights[..., :-1]) * widths, axis=-1)


@here_or_traced
def vander(x: Any, N: Any = None, increasing: bool = False) -> Any:  # noqa: N803 - as in Keras
    t = ops.convert_to_tensor(x)
    count = t.dims[0] if N is None else N
    powers = ops.cast(ops.convert_to_tensor(ops.arange(count)), "float32")
    powers = powers if increasing else ops.flip(powers, 0)
    base = ops.expand_dims(ops.cast(t, "float32"), -1)
    return ops.cast(ops.power(base, powers), t.dtype)


def vectorize(pyfunc: Callable[..., Any], *, excluded: Any = None, signature: str | None = None) -> Any:
    def mapped(fn: Callable[..., Any], in_axes: Any = 0) -> Callable[..., Any]:
        return lambda x: traced(ops.vectorized_map)(fn, x)

    return vectorize_impl(pyfunc, mapped, excluded=excluded, signature=signature)


def view(x: Any, dtype: Any = None) -> Any:
    """The same elements: tensors of a device have no bytes to look at as those of another dtype."""
    to = None if dtype is None else np.dtype(str(getattr(dtype, "name", dtype))).name
    if not has_tensor((x,)):
        return as_array(x).view(to) if to else as_array(x)
    if to not in (None, x.dtype):
        raise UserError.here(
            "BML102",
            f"view expected the dtype that the tensor has, {x.dtype}, received {to}: no backend shows the bytes",
            "use ops.cast",
        )
    return x
