"""Values that are almost Python's own, as Python's own: what scripts have in the browser.

Enumerations and other subclasses print what they like; the browser has none of this. Arrays and numbers of NumPy's stay
as they are: scripts have those, too.
"""

from __future__ import annotations

from types import CodeType, FunctionType
from typing import Any

import numpy as np

__all__ = ["as_scripts", "make_defaults_plain", "plain", "with_plain_values"]

_KINDS = "biufU"  # of NumPy's dtypes: bool, int, unsigned, float, str


def plain(value: Any) -> Any:
    """A value of NumPy, an array without axes, or one of a subclass of int, float, str or tuple, as Python's own.

    Everything else is returned as it is, and so is what is Python's own already.
    """
    match value:
        case np.generic() | np.ndarray():
            return value.item() if value.ndim == 0 and value.dtype.kind in _KINDS else value
        case bool():
            return value
        case int():
            return int.__pos__(value)
        case float():
            return float.__pos__(value)
        case str():
            return str.__str__(value)
        case tuple():
            items = tuple(map(plain, value))
            same = type(value) is tuple and all(one is other for one, other in zip(items, value, strict=True))
            return value if same else items
        case _:
            return value


def as_scripts(value: Any) -> Any:
    """The same, but for numbers of NumPy's, alone or in a tuple."""
    if isinstance(value, np.number | np.bool_):
        return value
    if type(value) is tuple:
        items = tuple(map(as_scripts, value))
        return value if all(one is other for one, other in zip(items, value, strict=True)) else items
    return plain(value)


def make_defaults_plain(fn: FunctionType) -> None:
    """Give `fn` its defaults as `plain` has them."""
    fn.__defaults__ = plain(fn.__defaults__)
    if fn.__kwdefaults__:
        fn.__kwdefaults__ = {name: plain(value) for name, value in fn.__kwdefaults__.items()}


def with_plain_values(fn: FunctionType) -> FunctionType:
    """`fn` with the values of its file as `as_scripts` has them; itself where they are."""
    values = {name: fn.__globals__[name] for name in _names(fn.__code__) if name in fn.__globals__}
    changed = {name: other for name, value in values.items() if (other := as_scripts(value)) is not value}
    if not changed:
        return fn
    made = FunctionType(fn.__code__, {**fn.__globals__, **changed}, fn.__name__, fn.__defaults__, fn.__closure__)
    made.__kwdefaults__ = fn.__kwdefaults__
    return made


def _names(code: CodeType) -> set[str]:
    """The names that a function and those inside it read."""
    inner = [constant for constant in code.co_consts if isinstance(constant, CodeType)]
    return set(code.co_names).union(*map(_names, inner))
