"""Choices that are made already, or that can be made for fewer elements."""

from __future__ import annotations

import operator

from bmlc.ir import Dim, terms_of
from bmlc.ops import add, broadcast_to, divide, full, multiply, step, subtract, where
from bmlc.ops.constant import DIVISOR
from bmlc.ops.pooling import MAX_POOL_GRADIENT
from bmlc.ops.rules import product
from bmlc.ops.tensor import Tensor
from bmlc.passes.rewrites.match import BINARY, Match, Number, rewrites

__all__: list[str] = []

_COMPARE = {
    "greater": operator.gt,
    "greater_equal": operator.ge,
    "less": operator.lt,
    "less_equal": operator.le,
}
_LARGEST = {"bool": 1, "uint8": 255}
_OF_TWO = {"add": add, "divide": divide, "multiply": multiply, "subtract": subtract}


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


@rewrites("where")
def of_what_is_not_taken(m: Match) -> Tensor | None:
    """where(c, x, y / where(c, z, w)) => where(c, x, y / w)"""
    condition, *arms = m.inputs
    for place, arm in enumerate(arms, start=1):
        eqn = m.maker(arm, *_OF_TWO)
        if eqn is None or not m.read_once(arm):
            continue
        choices = [m.maker(Tensor(var), "where") for var in eqn.inputs]
        if any(choice is not None and choice.inputs[0] is condition.var for choice in choices):
            taken = [
                Tensor(var if choice is None or choice.inputs[0] is not condition.var else choice.inputs[place])
                for var, choice in zip(eqn.inputs, choices, strict=True)
            ]
            arms[place - 1] = _OF_TWO[eqn.op.name](*taken)
            return m.stretch(where(condition, *arms))
    return None


@rewrites(BINARY, "broadcast_to")
def where_nothing_is_left(m: Match) -> Tensor | None:
    """where(n == 0.0, 0.0, s) * (x: float32[n, 3]) => s * x: where n is 0 there is no element to see the other one

    Keras divides by sizes with `divide_no_nan`.
    """
    taken = [_unless_empty(m, x) for x in m.inputs]
    return None if all(a is b for a, b in zip(taken, m.inputs, strict=True)) else m.same_op(*taken)


def _unless_empty(m: Match, x: Tensor) -> Tensor:
    """The arm of the choice `x` that is taken wherever the out has elements, or `x` itself."""
    choice = m.maker(x, "where")
    if choice is None:
        return x
    condition, _, arm = map(Tensor, choice.inputs)
    size = _tested_for_0(m, condition)
    if size is None or not _holds(m.type.size, size):
        return x
    quotient = m.maker(arm, "divide")
    if quotient is not None and _is_dimension(m, Tensor(quotient.inputs[1]), size):
        arm = divide(Tensor(quotient.inputs[0]), DIVISOR(value=size))  # which the mean before has
    return broadcast_to(arm, x.dims)


def _tested_for_0(m: Match, condition: Tensor) -> Dim | None:
    """n of n == 0.0"""
    stretched = m.source_of(condition, "broadcast_to")
    test = m.maker(condition if stretched is None else stretched, "equal")
    for left, right in [] if test is None else (test.inputs, test.inputs[::-1]):
        size = m.maker(Tensor(left), "dimension")
        if size is not None and m.number(Tensor(right)) == 0:
            of: Dim = size.attrs["value"]
            return of
    return None


def _is_dimension(m: Match, x: Tensor, size: Dim) -> bool:
    eqn = m.maker(x, "dimension")
    return eqn is not None and eqn.attrs["value"] == size


@rewrites("where")
def mean_of_nothing(m: Match) -> Tensor | None:
    """where(n == 0.0, 0.0, sum(x: float32[n]) / n) => sum(x) / divisor[value=n], which is 1 where n is 0: 0.0 / 1.0"""
    condition, nothing, mean = m.inputs
    size, quotient = _tested_for_0(m, condition), m.maker(mean, "divide")
    if size is None or quotient is None or str(m.number(nothing)) != "0.0":
        return None
    dividend, divisor = map(Tensor, quotient.inputs)
    source = m.source_of(dividend, "reshape")
    total = m.maker(dividend if source is None else source, "sum")
    if total is None or not _is_dimension(m, divisor, size):
        return None
    summed = product(total.inputs[0].type.shape[axis] for axis in total.attrs["axis"])
    return divide(dividend, DIVISOR(value=size)) if _holds(summed, size) else None


def _holds(total: Dim, size: Dim) -> bool:
    """Whether `total`, a product, is 0 where `size` is."""
    (monomial, _), *others = terms_of(size)
    return not others and all(set(monomial) <= set(of) for of, _ in terms_of(total))


@rewrites(*_OF_TWO)
def of_two_choices(m: Match) -> Tensor | None:
    """where(c, 0.0, 1.0) / where(c, 1.0, x) => where(c, 0.0, 1.0 / x)"""
    a, b = (m.maker(x, "where") for x in m.inputs)
    if a is None or b is None or a.inputs[0] is not b.inputs[0]:
        return None
    arms = [(Tensor(a.inputs[place]), Tensor(b.inputs[place])) for place in (1, 2)]
    if not any(m.number(x) is not None and m.number(y) is not None for x, y in arms):
        return None
    return m.stretch(where(Tensor(a.inputs[0]), *(m.same_op(*arm) for arm in arms)))


@rewrites("equal", "not_equal")
def of_positions(m: Match) -> Tensor | None:
    """cast[dtype=float32](argmax(x)) == cast[dtype=float32](i: int32) => argmax(x) == i

    Both are equal before they are rounded where one is small enough not to be rounded.
    """
    a, b = (m.source_of(x, "cast") for x in m.inputs)
    if a is None or b is None or (a.dtype, b.dtype, m.inputs[0].dtype) != ("int32", "int32", "float32"):
        return None
    for position in (m.maker(a, "argmax", "argmin"), m.maker(b, "argmax", "argmin")):
        size = None if position is None else position.inputs[0].type.shape[position.attrs["axis"]]
        if isinstance(size, int) and size < 2**24:
            return m.same_op(a, b)
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
