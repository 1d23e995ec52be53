"""The symbols of dimensions, bound to the sizes that arrive: ints, or TensorFlow scalars inside a `tf.function`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from bmlc.errors import UserError
from bmlc.ir import Guard, Poly, Var, binders, evaluate

__all__ = ["bind_symbols", "check_guards", "with_sizes"]


def bind_symbols(
    tf: Any, params: Sequence[Var], values: Sequence[Any], known: Mapping[str, Any] = MappingProxyType({})
) -> dict[str, Any]:
    """What each symbol of the parameters' shapes stands for; an error where a value has another shape.

    `known` are the symbols of the function around this one.
    """
    shapes = [value.shape.as_list() for value in values]
    for param, shape in zip(params, shapes, strict=True):
        if len(shape) != param.type.rank:
            raise _mismatch(param, shape)
    bindings = dict(known)
    for binder in binders([param.type for param in params]):
        if binder.symbol not in bindings:
            size = shapes[binder.input][binder.axis]
            size = tf.shape(values[binder.input])[binder.axis] if size is None else size
            slope = evaluate(binder.slope, bindings)
            slope = slope or 1 if isinstance(slope, int) else slope  # n*t binds no t where n is 0
            bindings[binder.symbol] = (size - evaluate(binder.rest, bindings)) // slope
    for param, shape in zip(params, shapes, strict=True):
        for size, actual in zip(param.type.shape, shape, strict=True):
            expected = with_sizes(size, bindings)
            if isinstance(expected, int) and actual not in (None, expected):
                raise _mismatch(param, shape)
    return bindings


def check_guards(guards: Sequence[Guard], bindings: Mapping[str, Any]) -> None:
    """An error for sizes that do not fit; inside a `tf.function`, where they are no ints, its caller has checked."""
    for guard in guards:
        size = evaluate(guard.size, bindings)
        if isinstance(size, int) and (size != 0 if guard.equal else size < 0):
            received = ", ".join(f"{name} = {bindings[name]}" for name in guard.symbols)
            raise UserError("BML101", f"{guard.expected}, received {received}", None, guard.loc)


def with_sizes(attr: Any, bindings: Mapping[str, Any]) -> Any:
    """An attribute with every dimension in it replaced by its size."""
    if isinstance(attr, Poly):
        return evaluate(attr, bindings)
    if isinstance(attr, tuple):
        return tuple(with_sizes(item, bindings) for item in attr)
    return attr


def _mismatch(param: Var, received: Sequence[int | None]) -> UserError:
    shape = ", ".join("?" if size is None else str(size) for size in received)
    return UserError.here("BML101", f"{param.name} expected {param.type}, received shape [{shape}]")
