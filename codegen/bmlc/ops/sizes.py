"""Sizes that became tensors, read back: shapes are known before the program runs.

concatenate([reshape(n), constant([1, 1])])  =>  (n, 1, 1)
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from bmlc.ir import Builder, Eqn, Poly, Var, active_builder
from bmlc.ops.tensor import Tensor

__all__ = ["read_sizes"]

Sizes: TypeAlias = "np.ndarray[Any, np.dtype[np.object_]]"  # of ints and symbolic sizes


def read_sizes(given: object) -> object:
    """A tensor of sizes, or a list with some in it, as ints and symbolic sizes; anything else as it is."""
    if isinstance(given, Sequence) and not isinstance(given, str):
        return tuple(map(read_sizes, given))
    if isinstance(given, np.ndarray | np.integer):
        return _plain(np.asarray(given).astype(object)) if given.dtype.kind in "iu" else given
    if isinstance(given, Tensor) and given.dtype == "int32" and given.ndim < 2:
        found = _evaluated(given.var, active_builder())
        return given if found is None else _plain(found)
    return given


def _plain(sizes: Sizes) -> object:
    return tuple(sizes) if sizes.ndim else sizes.item()


def _evaluated(var: Var, builder: Builder | None) -> Sizes | None:
    made = _equation(var, builder)
    rule = None if made is None else _RULES.get(made.op.name)
    if made is None or rule is None or any(isinstance(size, Poly) for size in var.type.shape):
        return None
    inputs = [_evaluated(each, builder) for each in made.inputs]
    return None if any(each is None for each in inputs) else rule(*inputs, **made.attrs)


def _equation(var: Var, builder: Builder | None) -> Eqn | None:
    while builder is not None:
        for eqn in reversed(builder.body):
            if var in eqn.outs:
                return eqn
        builder = builder.outer
    return None


def _slice(x: Sizes, *, begin: tuple[int, ...], size: tuple[int, ...]) -> Sizes:
    return x[tuple(slice(start, start + count) for start, count in zip(begin, size, strict=True))]


_RULES: Mapping[str, Callable[..., Sizes | None]] = {
    "constant": lambda *, value: value.astype(object) if value.dtype.kind in "iu" else None,
    "dimension": lambda *, value: np.array(value, object),
    "full": lambda *, shape, value, dtype: np.full(shape, value, object) if dtype == "int32" else None,
    "cast": lambda x, *, dtype: x if dtype in ("int32", "float32") else None,
    "reshape": lambda x, *, shape: x.reshape(shape),
    "concatenate": lambda *xs, axis: np.concatenate(xs, axis),
    "slice": _slice,
    **{
        name: lambda x, y, of=of: np.asarray(of(x, y), object)
        for name, of in (("add", operator.add), ("subtract", operator.sub), ("multiply", operator.mul))
    },
}
