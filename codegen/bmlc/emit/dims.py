"""Dimensions as JavaScript expressions, where the symbols in them come from, and what is checked of them."""

from __future__ import annotations

from collections.abc import Sequence

from bmlc.emit import js
from bmlc.emit.names import RESERVED
from bmlc.ir import Dim, Guard, Quotient, Var, binders, terms_of

__all__ = ["bind_symbols", "checked_size", "dim_expression", "size_name"]

# What modules of tensor functions read besides what they name themselves.
_READ = {"Math", "Stack", "backend", "branch", "loop", "loopBack", "repeat"}


def size_name(symbol: str) -> str:
    """`symbol`, or `new_` of one that Python may be given as a name and JavaScript may not."""
    return f"{symbol}_" if symbol in RESERVED or symbol in _READ else symbol


def dim_expression(value: Dim, least: int | None = None) -> js.Expression:
    """`(t - 3)//2 + 1` as `Math.floor((t - 3) / 2) + 1`; `Math.max(n, 1)` of n that is to be 1 at least."""
    if least is not None:
        return js.call(js.Member(js.name("Math"), "max"), dim_expression(value), js.Literal(least))
    total: js.Expression | None = None
    for monomial, coefficient in terms_of(value):
        factors: list[js.Expression] = [_atom(atom) for atom in monomial]
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


def _atom(atom: str | Quotient) -> js.Expression:
    if isinstance(atom, str):
        return js.Identifier(size_name(atom))
    ratio = js.Binary("/", dim_expression(atom.dividend), dim_expression(atom.divisor))
    return js.call(js.Member(js.name("Math"), "floor"), ratio)


def bind_symbols(params: Sequence[Var], names: dict[Var, str]) -> list[js.Declare]:
    """`const n = image.shape[0];` for each symbol, from the first dimension of a parameter that determines it."""
    declared: list[js.Declare] = []
    for binder in binders([param.type for param in params]):
        size = js.Index(js.Member(js.name(names[params[binder.input]]), "shape"), js.Literal(binder.axis))
        value: js.Expression = size
        if binder.rest != 0:
            falls = terms_of(binder.rest)[0][1] < 0
            rest = -binder.rest if falls else binder.rest
            value = js.Binary("+" if falls else "-", size, dim_expression(rest))
        if binder.slope != 1:
            value = js.Binary("/", value, dim_expression(binder.slope))
        declared.append(js.const(size_name(binder.symbol), value))
    return declared


def checked_size(guard: Guard) -> js.Statement:
    """`backend.checkSizes(n - m === 0, "add expected n = m for ...", { n, m });`."""
    holds = js.Binary("===" if guard.equal else ">=", dim_expression(guard.size), js.Literal(0))
    sizes = js.Object(tuple(js.Property(name, js.name(size_name(name))) for name in guard.symbols))
    check = js.call(js.Member(js.name("backend"), "checkSizes"), holds, js.value(guard.expected), sizes)
    return js.ExpressionStatement(check, guard.loc)
