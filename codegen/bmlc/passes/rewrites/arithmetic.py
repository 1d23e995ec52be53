"""Arithmetic with known numbers and with signs. What follows is exact: IEEE 754 rounds alike on both sides of 0."""

from __future__ import annotations

import math

import numpy as np

from bmlc.ops import add, divide, full, multiply, negative, square, subtract, where
from bmlc.ops.tensor import Tensor
from bmlc.passes.rewrites.match import Match, Number, rewrites

__all__: list[str] = []

_NUMPY = {
    "add": np.add,
    "subtract": np.subtract,
    "multiply": np.multiply,
    "divide": np.divide,
    "negative": np.negative,
    "sqrt": np.sqrt,
    "square": np.square,
}
# x + -0.0, x - 0.0, x * 1 and x / 1 are x for every x; -0.0 + 0.0 is 0.0.
_NEUTRAL: dict[str, Number] = {"add": -0.0, "subtract": 0.0, "multiply": 1.0, "divide": 1.0}


@rewrites(*_NUMPY)
def of_numbers(m: Match) -> Tensor | None:
    """1.0 / 64.0 => 0.015625; NumPy's float32 rounds as every backend does for these operations."""
    numbers = [m.number(x) for x in m.inputs]
    dtype = m.type.dtype
    if None in numbers or dtype not in ("float32", "int32"):
        return None
    with np.errstate(all="ignore"):
        value = np.asarray(_NUMPY[m.eqn.op.name](*(np.asarray(number, dtype) for number in numbers)), dtype)
    # An infinity or a NaN is left to happen where the user sees it.
    return full(m.type.shape, value.item(), dtype) if np.isfinite(value) else None


@rewrites(*_NEUTRAL)
def by_the_neutral_element(m: Match) -> Tensor | None:
    """x * 1.0 => x"""
    neutral = _NEUTRAL[m.eqn.op.name]
    for side in (1, 0) if m.eqn.op.name in ("add", "multiply") else (1,):
        number, other = m.number(m.inputs[side]), m.inputs[1 - side]
        if number == neutral and (m.type.dtype == "int32" or math.copysign(1, number) == math.copysign(1, neutral)):
            return m.stretch(other)
    return None


@rewrites("divide")
def by_a_power_of_two(m: Match) -> Tensor | None:
    """x / 4.0 => x * 0.25, which is as exact, and a cheaper kernel"""
    x, number = m.inputs[0], m.number(m.inputs[1])
    if number is None or not math.isfinite(number) or abs(math.frexp(number)[0]) != 0.5:
        return None
    return multiply(x, 1.0 / number) if 2.0**-126 <= abs(1.0 / number) <= 2.0**127 else None


@rewrites("multiply")
def of_itself(m: Match) -> Tensor | None:
    """x * x => square(x), which the cpu backend computes six times as fast"""
    a, b = m.inputs
    return square(a) if a.var is b.var and m.type.dtype == "float32" else None


@rewrites("negative", of=["negative"])
def of_a_negative(m: Match) -> Tensor | None:
    """-(-x) => x"""
    return m.source


@rewrites("negative", of=["multiply", "divide"])
def of_a_product(m: Match) -> Tensor | None:
    """-(s * x) => (-s) * x, where s is smaller than x"""
    if not m.read_once(m.inputs[0]):
        return None
    a, b = map(Tensor, m.inner.inputs)
    op = multiply if m.inner.op.name == "multiply" else divide
    if b.dims != m.type.shape or m.number(b) is not None:
        return op(a, negative(b))
    return op(negative(a), b) if a.dims != m.type.shape or m.number(a) is not None else None


@rewrites("negative", of=["where"])
def of_a_choice_of_scalars(m: Match) -> Tensor | None:
    """-where(c, broadcast_to(s), 0.0) => where(c, broadcast_to(-s), -0.0)"""
    condition, a, b = map(Tensor, m.inner.inputs)
    s, t = m.scalar(a), m.scalar(b)
    if s is None or t is None or not m.read_once(a) or not m.read_once(m.inputs[0]):
        return None
    return where(condition, m.stretch(negative(s)), m.stretch(negative(t)))


@rewrites("add")
def plus_a_negative(m: Match) -> Tensor | None:
    """x + -y => x - y"""
    for x, y in (m.inputs, m.inputs[::-1]):
        positive = m.source_of(y, "negative")
        if positive is not None:
            return subtract(x, positive)
    return None


@rewrites("subtract")
def minus_a_negative(m: Match) -> Tensor | None:
    """x - -y => x + y"""
    positive = m.source_of(m.inputs[1], "negative")
    return None if positive is None else add(m.inputs[0], positive)


@rewrites("add", "subtract")
def with_a_negated_product(m: Match) -> Tensor | None:
    """x + -s * y => x - s * y"""
    a, b = m.inputs
    for x, y in ((a, b), (b, a)) if m.eqn.op.name == "add" else ((a, b),):
        product = m.maker(y, "multiply") if m.read_once(y) else None
        for s, t in () if product is None else (product.inputs, product.inputs[::-1]):
            positive = m.source_of(Tensor(s), "negative")
            if positive is not None:
                return (subtract if m.eqn.op.name == "add" else add)(x, multiply(positive, Tensor(t)))
    return None


@rewrites("multiply", "divide")
def of_two_signs(m: Match) -> Tensor | None:
    """-x * -y => x * y, and -x * 2.0 => x * -2.0"""
    op = multiply if m.eqn.op.name == "multiply" else divide
    a, b = m.inputs
    x, y = m.source_of(a, "negative"), m.source_of(b, "negative")
    if x is not None and (y is not None or m.number(b) is not None):
        return op(x, negative(b) if y is None else y)
    return op(negative(a), y) if y is not None and m.number(a) is not None else None
