"""The symbols of dimensions, bound to the sizes that arrive: ints, or TensorFlow scalars inside a `tf.function`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bmlc.errors import UserError
from bmlc.ir import Poly, Var

__all__ = ["bind_symbols", "with_sizes"]


def bind_symbols(tf: Any, params: Sequence[Var], values: Sequence[Any]) -> dict[str, Any]:
    """What each symbol of the parameters' shapes stands for; an error where a value has another shape."""
    bindings: dict[str, Any] = {}
    equations: list[tuple[Poly, Any]] = []
    for param, value in zip(params, values, strict=True):
        known = value.shape.as_list()
        if len(known) != param.type.rank:
            raise _mismatch(param, known)
        for i, size in enumerate(param.type.shape):
            actual = tf.shape(value)[i] if known[i] is None else known[i]
            if isinstance(size, Poly):
                equations.append((size, actual))
            elif known[i] not in (None, size):
                raise _mismatch(param, known)
    # `n` binds n, `n - 1` then checks; alone, `2*n` binds n to half the size.
    for size, actual in sorted(equations, key=lambda equation: len(equation[0].terms)):
        free = [name for name in sorted(size.symbols) if name not in bindings]
        if len(free) == 1:
            bindings[free[0]] = _solve(size, free[0], actual, bindings)
    for param, value in zip(params, values, strict=True):
        for size, actual in zip(param.type.shape, value.shape.as_list(), strict=True):
            bound = _size(size, bindings)
            if isinstance(bound, int) and actual is not None and bound != actual:
                raise _mismatch(param, value.shape.as_list())
    return bindings


def _solve(size: Poly, name: str, actual: Any, bindings: Mapping[str, Any]) -> Any:
    """The value of the one unbound symbol of an affine size."""
    slope, rest = 0, actual
    for monomial, coefficient in size.terms:
        if monomial == (name,):
            slope = coefficient
        else:
            rest = rest - (coefficient * bindings[monomial[0]] if monomial else coefficient)
    return rest if slope == 1 else rest // slope


def with_sizes(attr: Any, bindings: Mapping[str, Any]) -> Any:
    """An attribute with every dimension in it replaced by its size."""
    if isinstance(attr, Poly):
        return _size(attr, bindings)
    if isinstance(attr, tuple):
        return tuple(with_sizes(item, bindings) for item in attr)
    return attr


def _size(size: Any, bindings: Mapping[str, Any]) -> Any:
    if not isinstance(size, Poly):
        return size
    total: Any = 0
    for monomial, coefficient in size.terms:
        term: Any = coefficient
        for name in monomial:
            if name not in bindings:
                return None
            term = bindings[name] * term
        total = term + total
    return total


def _mismatch(param: Var, received: Sequence[int | None]) -> UserError:
    shape = ", ".join("?" if size is None else str(size) for size in received)
    return UserError.here("BML101", f"{param.name} expected {param.type}, received shape [{shape}]")
