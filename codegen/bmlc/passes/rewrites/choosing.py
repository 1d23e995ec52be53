"""Choices that are made already, or that can be made for fewer elements."""

from __future__ import annotations

import operator

from bmlc.ops import full, multiply, step, where
from bmlc.ops.pooling import MAX_POOL_GRADIENT
from bmlc.ops.tensor import Tensor
from bmlc.passes.rewrites.match import Match, Number, rewrites

__all__: list[str] = []

_COMPARE = {
    "greater": operator.gt,
    "greater_equal": operator.ge,
    "less": operator.lt,
    "less_equal": operator.le,
}
_LARGEST = {"bool": 1, "uint8": 255}


@rewrites(*_COMPARE)
def by_what_dtypes_hold(m: Match) -> Tensor | None:
    """cast[dtype=int32](x: uint8) >= 0 => True"""
    (least_a, most_a), (least_b, most_b) = (_range(m, x) for x in m.inputs)
    if least_a is None or most_a is None or least_b is None or most_b is None:
        return None
    compare = _COMPARE[m.eqn.op.name]
    result = compare(least_a, most_b)
    return full(m.type.shape, result, "bool") if result == compare(most_a, least_b) else None


def _range(m: Match, x: Tensor) -> tuple[Number | None, Number | None]:
    """The least and the largest number that `x` may hold, where they are known."""
    number, source = m.number(x), m.source_of(x, "cast")
    if number is not None:
        return number, number
    dtype = x.dtype if source is None else source.dtype
    return (0, _LARGEST[dtype]) if dtype in _LARGEST else (None, None)


@rewrites("logical_and", "logical_or")
def with_a_known_one(m: Match) -> Tensor | None:
    """logical_and(True, x) => x"""
    for x, other in (m.inputs, m.inputs[::-1]):
        number = m.number(x)
        if number is not None:
            return m.stretch(other) if number == (m.eqn.op.name == "logical_and") else m.stretch(x)
    return None


@rewrites("where")
def between_equals(m: Match) -> Tensor | None:
    """where(c, x, x) => x"""
    _, a, b = m.inputs
    return a if a.var is b.var else None


@rewrites("where")
def by_a_known_condition(m: Match) -> Tensor | None:
    """where(True, x, y) => x"""
    condition, a, b = m.inputs
    number = m.number(condition)
    return None if number is None else a if number else b


@rewrites("where", of=["logical_not"])
def by_a_negated_condition(m: Match) -> Tensor | None:
    """where(logical_not(c), x, y) => where(c, y, x)"""
    _, a, b = m.inputs
    return where(m.source, b, a)


@rewrites("where")
def twice_by_one_condition(m: Match) -> Tensor | None:
    """where(c, where(c, x, y), z) => where(c, x, z)"""
    condition, a, b = m.inputs
    first, second = m.maker(a, "where"), m.maker(b, "where")
    if first is not None and first.inputs[0] is condition.var:
        return where(condition, Tensor(first.inputs[1]), b)
    if second is not None and second.inputs[0] is condition.var:
        return where(condition, a, Tensor(second.inputs[2]))
    return None


@rewrites("absolute", "floor", "relu", "relu6", "sign")
def done_twice(m: Match) -> Tensor | None:
    """relu(relu(x)) => relu(x)"""
    (x,) = m.inputs
    return x if m.maker(x, m.eqn.op.name) else None


@rewrites("multiply")
def gate_behind_unpooling(m: Match) -> Tensor | None:
    """max_pool_gradient(g, x, y) * step(x) => max_pool_gradient(g * step(y), x, y), for y = max_pool(x)

    Each element of g goes to an element of x that equals its y, so the steps are equal too, unless they are NaN. A step
    is 0 or 1, so that no rounding changes where windows overlap.
    """
    for unpooled, gate in (m.inputs, m.inputs[::-1]):
        unpooling, gating = m.maker(unpooled, "max_pool_gradient"), m.maker(gate, "step")
        if unpooling is None or gating is None or gating.attrs["alpha"] != 0 or not m.read_once(unpooled):
            continue
        g, x, y = map(Tensor, unpooling.inputs)
        if gating.inputs[0] is x.var:
            return MAX_POOL_GRADIENT(multiply(g, step(y)), x, y, **unpooling.attrs)
    return None
