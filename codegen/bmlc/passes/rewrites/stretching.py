"""Tensors that repeat a smaller one: they need not be made where the smaller one will do."""

from __future__ import annotations

from bmlc.ops import full, reshape
from bmlc.ops.tensor import Tensor
from bmlc.passes.rewrites.match import BINARY, UNARY, Match, rewrites

__all__: list[str] = []


@rewrites("broadcast_to")
def of_a_number(m: Match) -> Tensor | None:
    """broadcast_to(0.0) => full[value=0.0], which is one kernel"""
    number = m.number(m.inputs[0])
    return None if number is None or m.type.dtype == "uint8" else full(m.type.shape, number, m.type.dtype)


@rewrites("broadcast_to")
def of_a_stretched_one(m: Match) -> Tensor | None:
    """broadcast_to(broadcast_to(x)) => broadcast_to(x), and the same where x only got leading dimensions of size 1"""
    (x,) = m.inputs
    small = _smaller(m, x)
    return None if small is x else m.stretch(small)


@rewrites("broadcast_to")
def that_repeats_nothing(m: Match) -> Tensor | None:
    """broadcast_to[shape=(1, 3)](x) => reshape(x), where x has 3 elements"""
    (x,) = m.inputs
    return reshape(x, m.type.shape) if x.type.size == m.type.size else None


@rewrites(BINARY)
def operands_that_stretch_anyway(m: Match) -> Tensor | None:
    """broadcast_to(s) * x => s * x

    x + reshape[shape=(1, 1, 1, 8)](bias) => x + bias
    broadcast_to(s) * broadcast_to(t) => broadcast_to(s * t)
    """
    small = [_smaller(m, x) for x in m.inputs]
    if all(a is b for a, b in zip(small, m.inputs, strict=True)):
        return None
    result = m.same_op(*small)
    if result.type == m.type:
        return result
    # It must be stretched in the end, which is no gain where the operands are stretched for others anyway.
    gain = any(m.maker(x, "broadcast_to", "full") and m.read_once(x) for x in m.inputs)
    return m.stretch(result) if gain else None


@rewrites(UNARY)
def operand_that_was_stretched(m: Match) -> Tensor | None:
    """exp(broadcast_to(s)) => broadcast_to(exp(s))"""
    (x,) = m.inputs
    small = _repeated(m, x) if m.read_once(x) else None
    return None if small is None else m.stretch(m.same_op(small))


@rewrites("flip", "reshape", "slice", "transpose")
def arranged_repeats(m: Match) -> Tensor | None:
    """reshape(broadcast_to(s)) => broadcast_to(s), where s is a scalar: all elements are the same"""
    (x,) = m.inputs
    number, scalar = m.number(x), m.scalar(x)
    if number is not None:
        return full(m.type.shape, number, m.type.dtype)
    return None if scalar is None else m.stretch(scalar)


def _smaller(m: Match, x: Tensor) -> Tensor:
    """What stretches to `x`: what it was made of, or `x` itself."""
    for source in (_repeated(m, x), _without_leading_ones(m, x)):
        if source is not None:
            return source
    return x


def _repeated(m: Match, x: Tensor) -> Tensor | None:
    """What `x` was made of by repeating it, if it was."""
    scalar = m.scalar(x)
    return m.source_of(x, "broadcast_to") if scalar is None else scalar


def _without_leading_ones(m: Match, x: Tensor) -> Tensor | None:
    """What `x` is a view of, if only leading dimensions of size 1 were added."""
    source = m.source_of(x, "reshape")
    added = 0 if source is None else x.ndim - source.ndim
    return source if source is not None and added > 0 and x.dims == (1,) * added + source.dims else None
