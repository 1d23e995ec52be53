"""Where a function of the backend is computed: by bml's ops in a trace, by NumPy on plain arrays outside one.

Weights, `adapt`, `set_weights` and saving need numbers while the file is read, from NumPy. What NumPy has not, such as
a convolution, is traced there too, for its shape only: `model(np.zeros((1, 28, 28, 1)))` builds a model.
"""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable, Iterable
from typing import Any, ParamSpec, TypeVar, cast

import numpy as np

from bmlc.host_tensor import narrowed
from bmlc.ir import UNKNOWN, Builder, Poly, active_builder, building
from bmlc.ops.casting import type_of
from bmlc.ops.tensor import Tensor

__all__ = ["has_tensor", "here_or_traced", "narrow", "traced"]

P = ParamSpec("P")
R = TypeVar("R")


def here_or_traced(op: Callable[P, R], plain: Callable[..., Any] | str | None = None) -> Callable[P, R]:
    """`op` for tensors; for arrays `plain`, by default NumPy's function of that name."""
    on_arrays = getattr(np, plain or op.__name__) if plain is None or isinstance(plain, str) else plain

    @functools.wraps(op)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        if has_tensor(args) or has_tensor(kwargs.values()):
            return traced(op)(*args, **kwargs)
        if args and args[0] is None:  # of which NumPy makes an array of objects
            type_of(None)
        if isinstance(kwargs.get("axis"), list):  # which NumPy refuses
            kwargs["axis"] = tuple(cast("list[int]", kwargs["axis"]))
        with np.errstate(all="ignore"), warnings.catch_warnings():  # NaN and infinity are results, as in a program
            warnings.simplefilter("ignore", RuntimeWarning)
            result = on_arrays(*map(_array, args), **kwargs)
            if getattr(result, "dtype", None) == np.float16:  # what NumPy makes of bytes and bools, and no device
                result = on_arrays(*map(_widened, args), **{name: _widened(value) for name, value in kwargs.items()})
            return cast(R, narrow(result))

    return call


def traced(op: Callable[P, R]) -> Callable[P, R]:
    """`op` for tensors and arrays alike: outside of a trace its result has a shape and no numbers."""

    @functools.wraps(op)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        if active_builder() is not None:
            return op(*args, **kwargs)
        with building(Builder("shapes", UNKNOWN)):
            return op(*args, **kwargs)

    return call


def has_tensor(values: Iterable[object]) -> bool:
    """Whether one of these, or of what lists hold, is known only when the program runs."""
    for value in values:
        if isinstance(value, Tensor | Poly):
            return True
        if isinstance(value, list | tuple):
            if has_tensor(value):
                return True
        elif active_builder() is not None and hasattr(value, "__bml_tensor__"):
            return True
    return False


def narrow(value: Any) -> Any:
    """Arrays of 64 bits as those of 32 bits that bml computes with."""
    if isinstance(value, list | tuple):
        parts = map(narrow, value)
        return list(parts) if isinstance(value, list) else tuple(parts)
    if isinstance(value, np.ndarray | np.generic):
        return narrowed(np.asarray(value))
    return value


def _array(value: Any) -> Any:
    return np.asarray(value) if hasattr(value, "__bml_tensor__") else value


def _widened(value: Any) -> Any:
    """Bytes and bools, and lists of them, as float32."""
    if isinstance(value, list | tuple):
        return type(value)(map(_widened, value))
    dtype = bool if isinstance(value, bool) else getattr(value, "dtype", None)
    return np.asarray(value, "float32") if dtype in (bool, "bool", "uint8") else value
