"""Dimensions: integers, or polynomials with integer coefficients over named symbols.

A tensor's dimension is an int or an *affine* `Poly` (`n`, `64*n`, `n + m`, `t - 1`); sizes in bytes are products of
dimensions and may be of any degree. A `Poly` without symbols does not exist: it collapses to an int.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import TypeAlias

__all__ = ["Dim", "Poly", "dim", "evaluate", "renamed", "symbol"]

Monomial: TypeAlias = tuple[str, ...]  # sorted symbols, repeated for powers; () is the constant term


@dataclass(frozen=True)
class Poly:
    """A sum of `coefficient * monomial`, sorted by monomial; always has at least one symbol."""

    terms: tuple[tuple[Monomial, int], ...]

    @property
    def is_affine(self) -> bool:
        return all(len(monomial) <= 1 for monomial, _ in self.terms)

    @property
    def symbols(self) -> frozenset[str]:
        return frozenset(name for monomial, _ in self.terms for name in monomial)

    def __add__(self, other: Dim) -> Dim:
        terms = dict(self.terms)
        for monomial, coefficient in _terms(other):
            terms[monomial] = terms.get(monomial, 0) + coefficient
        return _collapse(terms)

    def __neg__(self) -> Dim:
        return self * -1

    def __sub__(self, other: Dim) -> Dim:
        return self + (other * -1)

    def __rsub__(self, other: int) -> Dim:
        return (self * -1) + other

    def __mul__(self, other: Dim) -> Dim:
        terms: dict[Monomial, int] = {}
        for m1, c1 in self.terms:
            for m2, c2 in _terms(other):
                monomial = tuple(sorted(m1 + m2))
                terms[monomial] = terms.get(monomial, 0) + c1 * c2
        return _collapse(terms)

    __radd__ = __add__
    __rmul__ = __mul__

    def __floordiv__(self, other: int) -> Dim:
        """The exact quotient; a division that leaves a remainder has no affine form and raises."""
        if any(coefficient % other for _, coefficient in self.terms):
            raise ValueError(f"{self} is not divisible by {other} for every value of its symbols")
        return _collapse({monomial: coefficient // other for monomial, coefficient in self.terms})

    def __str__(self) -> str:
        # Symbols first, the constant last: `64*n - 1`.
        text = ""
        for monomial, coefficient in sorted(self.terms, key=lambda term: (-len(term[0]), term[0])):
            sign = "-" if coefficient < 0 else "+"
            factors = list(monomial)
            if abs(coefficient) != 1 or not factors:
                factors.insert(0, str(abs(coefficient)))
            piece = "*".join(factors)
            text = f"{text} {sign} {piece}" if text else (f"-{piece}" if sign == "-" else piece)
        return text

    __repr__ = __str__


Dim: TypeAlias = int | Poly


def renamed(size: Dim, symbols: Mapping[str, Dim]) -> Dim:
    """`size` with its symbols replaced; those that `symbols` lacks stay."""
    if not isinstance(size, Poly):
        return size
    total: Dim = 0
    for monomial, coefficient in size.terms:
        term: Dim = coefficient
        for name in monomial:
            term = symbols.get(name, symbol(name)) * term
        total = term + total
    return total


def symbol(name: str) -> Poly:
    """The dimension `name`, unknown until the function is called."""
    return Poly((((name,), 1),))


def dim(text: str | int) -> Dim:
    """Parse the text of a dimension as the printer and program tables write it: `dim("64*n - 1")`."""
    if isinstance(text, int):
        return text
    total: Dim = 0
    for piece in text.replace("-", "+-").replace(" ", "").split("+"):
        if not piece:
            continue
        term: Dim = -1 if piece.startswith("-") else 1
        for factor in piece.lstrip("-").split("*"):
            term = term * (int(factor) if factor.isdecimal() else symbol(factor))
        total = total + term
    return total


def evaluate(value: Dim, bindings: Mapping[str, int]) -> int:
    """The integer that `value` stands for under `bindings` of its symbols."""
    total = 0
    for monomial, coefficient in _terms(value):
        total += coefficient * prod(bindings[name] for name in monomial)
    return total


def _terms(value: Dim) -> tuple[tuple[Monomial, int], ...]:
    return value.terms if isinstance(value, Poly) else (((), value),)


def _collapse(terms: dict[Monomial, int]) -> Dim:
    kept = {monomial: coefficient for monomial, coefficient in terms.items() if coefficient}
    if not any(kept):
        return kept.get((), 0)
    return Poly(tuple(sorted(kept.items())))
