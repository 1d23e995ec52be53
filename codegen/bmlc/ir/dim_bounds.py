"""What is known of a dimension whatever its symbols are."""

from __future__ import annotations

from math import gcd

from bmlc.ir.dims import Dim, Poly, Quotient, from_terms, renamed, symbol, terms_of, without

__all__ = ["differ", "never_negative", "primitive", "upper_bound"]


def differ(one: Dim, other: Dim) -> bool:
    """Whether the two are known to be different sizes wherever no symbol is 0: `n` and `n + 1`, `4*n` and 9."""
    if one == other:
        return False
    gap = primitive(one - other)
    constant = sum(coefficient for monomial, coefficient in terms_of(gap) if not monomial)
    uneven = isinstance(gap, Poly) and constant % gcd(*(c for monomial, c in gap.terms if monomial)) != 0
    return uneven or never_negative(gap - 1, 1) or never_negative(gap * -1 - 1, 1)


def primitive(value: Dim) -> Dim:
    """`value` without a factor that all of its terms have, and with a first term above 0: 0 where `value` is."""
    terms = terms_of(value)
    common = gcd(*(coefficient for _, coefficient in terms)) or 1
    common = -common if terms[0][1] < 0 else common
    return from_terms({monomial: coefficient // common for monomial, coefficient in terms})


def upper_bound(size: Dim, of_symbols: int) -> int:
    """A bound of `size` where no symbol is above `of_symbols`."""
    total = 0
    for monomial, coefficient in terms_of(size):
        term = max(coefficient, 0)
        for atom in monomial:
            if isinstance(atom, str):
                term *= of_symbols
            else:
                divisor = atom.divisor if isinstance(atom.divisor, int) else 1
                term *= upper_bound(atom.dividend, of_symbols) // divisor
        total += term
    return total


def never_negative(value: Dim, smallest: int = 0, slack: int = 0) -> bool:
    """Whether `value` is known to be at least `-slack` wherever every symbol is at least `smallest`."""
    if isinstance(value, int):
        return value >= -slack
    quotients = sorted((atom for atom in value.atoms if isinstance(atom, Quotient)), key=str)
    for atom in quotients:
        if not isinstance(atom.divisor, int):
            if not _parts_are_counts(atom, smallest):
                return False
            continue
        # p - k + 1 <= k (p//k) <= p; and p//k, an integer, is at least 0 if k (p//k) is above -k.
        k, floors = atom.divisor, [atom.dividend - (atom.divisor - 1)]
        if never_negative(atom.dividend, smallest):
            floors.append(0)
        return any(
            never_negative(bounded, smallest, k * (slack + 1) - 1)
            for floor in floors
            if (bounded := _bounded(value, atom, floor, smallest)) is not None
        )
    shifted = renamed(value, {name: symbol(name) + smallest for name in value.symbols})
    return all(coefficient >= (0 if monomial else -slack) for monomial, coefficient in terms_of(shifted))


def _parts_are_counts(quotient: Quotient, smallest: int) -> bool:
    """Whether its dividend and its divisor are never negative, and so it is not."""
    return never_negative(quotient.dividend, smallest) and never_negative(quotient.divisor, smallest)


def _bounded(value: Poly, quotient: Quotient, floor: Dim, smallest: int) -> Dim | None:
    """What `divisor * value` is at least, `floor` being at most `divisor * quotient`; None where that is not known."""
    total: Dim = 0
    for monomial, coefficient in value.terms:
        if quotient not in monomial:
            total = from_terms({monomial: coefficient}) * quotient.divisor + total
            continue
        rest = without(monomial, quotient)
        if not all(isinstance(atom, str) or _parts_are_counts(atom, smallest) for atom in rest):
            return None
        total = from_terms({rest: coefficient}) * (quotient.dividend if coefficient < 0 else floor) + total
    return total
