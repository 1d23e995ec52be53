"""Dimensions as JavaScript expressions, and where the symbols in them come from."""

from __future__ import annotations

from collections.abc import Sequence

from bmlc.emit import js
from bmlc.ir import Dim, Poly, Var

__all__ = ["bind_symbols", "dim_expression"]


def dim_expression(value: Dim) -> js.Expression:
    """`64*n - 1` as `64 * n - 1`."""
    if not isinstance(value, Poly):
        return js.Literal(value)
    total: js.Expression | None = None
    for monomial, coefficient in sorted(value.terms, key=lambda term: (-len(term[0]), term[0])):
        factors: list[js.Expression] = [js.Identifier(name) for name in monomial]
        if abs(coefficient) != 1 or not factors:
            factors.insert(0, js.Literal(abs(coefficient)))
        term = factors[0]
        for factor in factors[1:]:
            term = js.Binary("*", term, factor)
        if total is None:
            total = js.Unary("-", term) if coefficient < 0 else term
        else:
            total = js.Binary("-" if coefficient < 0 else "+", total, term)
    assert total is not None
    return total


def bind_symbols(params: Sequence[Var], names: dict[Var, str]) -> list[js.Declare]:
    """`const n = image.shape[0];` for each symbol, from the first dimension of a parameter that determines it."""
    bound: dict[str, js.Declare] = {}
    for param in params:
        for axis, size in enumerate(param.type.shape):
            if not isinstance(size, Poly) or len(size.symbols) != 1:
                continue
            (symbol,) = size.symbols
            if symbol in bound:
                continue
            terms = dict(size.terms)
            value: js.Expression = js.Index(js.Member(js.name(names[param]), "shape"), js.Literal(axis))
            offset, coefficient = terms.get((), 0), terms[(symbol,)]
            if offset:
                value = js.Binary("-" if offset > 0 else "+", value, js.Literal(abs(offset)))
            if coefficient != 1:
                value = js.Binary("/", value, js.Literal(coefficient))
            bound[symbol] = js.const(symbol, value)
    return list(bound.values())
