"""Dimensions: integers, or polynomials with integer coefficients over named sizes and rounded quotients.

`n`, `64*n`, `n*t + 1`, `(t - 3)//2 + 1`. A modulus is written as `p - k*(p//k)`. Dimensions have a normal form, so that
equal ones compare equal: products are multiplied out, terms are sorted, and of a quotient only the part that does not
divide remains, `(2*n + 4)//2` is `n + 2`. A `Poly` without symbols does not exist: it collapses to an int.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import gcd
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

if TYPE_CHECKING:
    from bmlc.errors import UserError

__all__ = [
    "Dim",
    "Poly",
    "Quotient",
    "dim",
    "evaluate",
    "from_terms",
    "linear",
    "renamed",
    "symbol",
    "symbols_in",
    "terms_of",
    "without",
]


@dataclass(frozen=True)
class Quotient:
    """`dividend // divisor`, rounded down, for a divisor above 0. Made by `//` of dimensions."""

    dividend: Dim
    divisor: Dim

    def __str__(self) -> str:
        dividend, divisor = str(self.dividend), str(self.divisor)
        if len(terms_of(self.dividend)) > 1 or dividend.startswith("-"):
            dividend = f"({dividend})"
        return f"{dividend}//{divisor if divisor.isalnum() else f'({divisor})'}"


_AS_TENSOR = "bml.ops.dimension(bml.ops.shape(x)[0]) is the size as a tensor, to compute with"


def _unknown(message: str, hint: str) -> UserError:
    from bmlc.errors import UserError  # which knows the places of this package

    return UserError.here("BML103", f"{message}: it is not known until the program runs", hint)


Atom: TypeAlias = str | Quotient
Monomial: TypeAlias = tuple[Atom, ...]  # sorted by text, repeated for powers; () is the constant term
Terms: TypeAlias = "tuple[tuple[Monomial, int], ...]"


@dataclass(frozen=True)
class Poly:
    """A sum of `coefficient * monomial`, of the highest degree first; always has at least one symbol."""

    terms: Terms

    @property
    def atoms(self) -> frozenset[Atom]:
        return frozenset(atom for monomial, _ in self.terms for atom in monomial)

    @property
    def is_affine(self) -> bool:
        return all(len(monomial) <= 1 for monomial, _ in self.terms)

    @property
    def symbols(self) -> frozenset[str]:
        found: set[str] = set()
        for atom in self.atoms:
            if isinstance(atom, str):
                found.add(atom)
            else:
                found.update(*(part.symbols for part in (atom.dividend, atom.divisor) if isinstance(part, Poly)))
        return frozenset(found)

    def __add__(self, other: Dim) -> Dim:
        if not is_dim(other):
            return NotImplemented
        terms = dict(self.terms)
        for monomial, coefficient in terms_of(other):
            terms[monomial] = terms.get(monomial, 0) + coefficient
        if len(terms) == len(self.terms) and all(terms.values()):
            return Poly(tuple(terms.items()))  # in order as they were
        return from_terms(terms)

    def __neg__(self) -> Dim:
        return self * -1

    def __sub__(self, other: Dim) -> Dim:
        return self + (other * -1) if is_dim(other) else NotImplemented

    def __rsub__(self, other: int) -> Dim:
        return (self * -1) + other

    def __mul__(self, other: Dim) -> Dim:
        if not is_dim(other):
            return NotImplemented
        if isinstance(other, int):
            return Poly(tuple((monomial, coefficient * other) for monomial, coefficient in self.terms)) if other else 0
        terms: dict[Monomial, int] = {}
        for m1, c1 in self.terms:
            for m2, c2 in terms_of(other):
                monomial = tuple(sorted(m1 + m2, key=_order))
                terms[monomial] = terms.get(monomial, 0) + c1 * c2
        return from_terms(terms)

    def __index__(self) -> int:
        hint = "use bml.ops.scan, bml.ops.map or bml.ops.fori_loop instead of `range`"
        raise _unknown(f"the size {self} is no int that Python could count with", hint)

    def __lt__(self, other: object) -> NoReturn:
        raise _unknown(f"the size {self} is no number that Python could compare", _AS_TENSOR)

    __le__ = __gt__ = __ge__ = __lt__

    if TYPE_CHECKING:  # `ops.operators` installs them: a tensor

        def __truediv__(self, other: object) -> Any: ...
        def __rtruediv__(self, other: object) -> Any: ...

    __radd__ = __add__
    __rmul__ = __mul__

    def __floordiv__(self, other: Dim) -> Dim:
        return _quotient(self, other)

    def __rfloordiv__(self, other: int) -> Dim:
        return _quotient(other, self)

    def __mod__(self, other: Dim) -> Dim:
        return self - self // other * other

    def __rmod__(self, other: int) -> Dim:
        return other - other // self * self

    def __str__(self) -> str:
        text = ""
        for monomial, coefficient in self.terms:
            sign = "-" if coefficient < 0 else "+"
            factors = [f"({atom})" if isinstance(atom, Quotient) else atom for atom in monomial]
            if abs(coefficient) != 1 or not factors:
                factors.insert(0, str(abs(coefficient)))
            alone = monomial and len(factors) == 1 and (text or sign == "+")  # (n - 3)//2, which needs no brackets
            piece = str(monomial[0]) if alone else "*".join(factors)
            text = f"{text} {sign} {piece}" if text else (f"-{piece}" if sign == "-" else piece)
        return text

    __repr__ = __str__


Dim: TypeAlias = int | Poly


def symbol(name: str) -> Poly:
    """The dimension `name`, unknown until the function is called."""
    return Poly((((name,), 1),))


def renamed(size: Dim, symbols: Mapping[str, Dim]) -> Dim:
    """`size` with its symbols replaced; those that `symbols` lacks stay."""
    found: Dim = _folded(size, lambda name: symbols.get(name, symbol(name)))
    return found


def evaluate(value: Dim, bindings: Mapping[str, Any]) -> Any:
    """The number that `value` is under `bindings` of its symbols: an int, or TensorFlow's if they are."""
    if isinstance(value, int):
        return value
    return _folded(value, bindings.__getitem__)


def _folded(value: Dim, of: Callable[[str], Any]) -> Any:
    total: Any = 0
    for monomial, coefficient in terms_of(value):
        term: Any = coefficient
        for atom in monomial:
            if isinstance(atom, str):
                term = of(atom) * term
            else:
                term = (_folded(atom.dividend, of) // _folded(atom.divisor, of)) * term
        total = term + total
    return total


def linear(value: Dim, name: str) -> tuple[Dim, Dim] | None:
    """The slope and the rest of `value = slope * name + rest`; None where it is not of this form."""
    slope: Dim = 0
    rest: Dim = 0
    for monomial, coefficient in terms_of(value):
        if name in monomial:
            slope = from_terms({without(monomial, name): coefficient}) + slope
        else:
            rest = from_terms({monomial: coefficient}) + rest
    bound = any(name in part.symbols for part in (slope, rest) if isinstance(part, Poly))
    return None if slope == 0 or bound else (slope, rest)


def _quotient(dividend: Dim, divisor: Dim) -> Dim:
    if isinstance(divisor, Poly):
        exact = _exact_quotient(dividend, divisor)
        return Poly((((Quotient(dividend, divisor),), 1),)) if exact is None else exact
    if divisor <= 0:
        raise ValueError(f"a dimension is divided by numbers above 0, received {dividend} // {divisor}")
    return _rounded(dividend, divisor, terms_of(dividend)[0][1] < 0)


def _rounded(dividend: Dim, divisor: int, falls: bool) -> Dim:
    """`dividend // divisor` in the normal form; `falls` decides where two forms are as simple."""
    whole = from_terms({monomial: coefficient // divisor for monomial, coefficient in terms_of(dividend)})
    rest = from_terms({monomial: coefficient % divisor for monomial, coefficient in terms_of(dividend)})
    if isinstance(rest, int):
        return whole
    common = gcd(divisor, *(coefficient for monomial, coefficient in rest.terms if monomial))
    if common > 1:  # (2 p + 1) // 4 is p // 2
        smaller = from_terms({monomial: coefficient // common for monomial, coefficient in rest.terms})
        return whole + _rounded(smaller, divisor // common, falls)
    for monomial, coefficient in rest.terms:
        inner = monomial[0] if len(monomial) == coefficient == 1 else ""
        if isinstance(inner, Quotient) and isinstance(inner.divisor, int):  # (p//k + q) // d is (p + k q) // (k d)
            others = (rest - Poly(((monomial, 1),))) * inner.divisor
            return whole + _rounded(others + inner.dividend, divisor * inner.divisor, falls=False)
    leading = 2 * rest.terms[0][1]
    if leading > divisor or (leading == divisor and falls):  # p // k is -((k - 1 - p) // k)
        return whole - _rounded(divisor - 1 - rest, divisor, falls=False)
    return whole + Poly((((Quotient(rest, divisor),), 1),))


def _exact_quotient(dividend: Dim, divisor: Poly) -> Dim | None:
    """Long division by the leading term; None if something remains."""
    leading, factor = divisor.terms[0]
    quotient: Dim = 0
    while dividend != 0:
        monomial, coefficient = terms_of(dividend)[0]
        for atom in leading:
            if atom not in monomial:
                return None
            monomial = without(monomial, atom)
        if coefficient % factor:
            return None
        term = from_terms({monomial: coefficient // factor})
        quotient, dividend = term + quotient, dividend - term * divisor
    return quotient


_OPERATORS: dict[type[ast.operator], Callable[[Dim, Dim], Dim]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.FloorDiv: operator.floordiv,
}


def dim(text: str | int) -> Dim:
    """Parse the text of a dimension as the printer and program tables write it: `dim("(t - 3)//2 + 1")`."""

    def parsed(node: ast.expr) -> Dim:
        match node:
            case ast.Constant(value=int(value)):
                return value
            case ast.Name(id=name):
                return symbol(name)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return parsed(operand) * -1
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
                return _OPERATORS[type(op)](parsed(left), parsed(right))
        raise ValueError(f"expected a dimension such as 64*n - 1, received {text!r}")

    return text if isinstance(text, int) else parsed(ast.parse(text, mode="eval").body)


def without(monomial: Monomial, atom: Atom) -> Monomial:
    """`monomial` divided by one of its factors."""
    at = monomial.index(atom)
    return monomial[:at] + monomial[at + 1 :]


def terms_of(value: Dim) -> Terms:
    """The monomials of `value` with their coefficients, an int's only one being ()."""
    return value.terms if isinstance(value, Poly) else (((), operator.index(value)),)


def is_dim(value: object) -> bool:
    """Whether `value` is a polynomial or a whole number, NumPy's included; tensors compute with sizes themselves.

    Raises:
        UserError: BML103 for another number.
    """
    if isinstance(value, Poly | int) or getattr(getattr(value, "dtype", None), "kind", "") in ("i", "u"):
        return True
    if hasattr(value, "__array__"):
        return False
    raise _unknown(f"a size goes with ints, received {type(value).__name__}", _AS_TENSOR)


def from_terms(terms: Mapping[Monomial, int]) -> Dim:
    """The sum of `coefficient * monomial`."""
    kept = {monomial: coefficient for monomial, coefficient in terms.items() if coefficient}
    if not any(kept):
        return kept.get((), 0)
    return Poly(tuple(sorted(kept.items(), key=lambda term: (-len(term[0]), tuple(map(_order, term[0]))))))


def _order(atom: Atom) -> tuple[bool, str]:
    return isinstance(atom, Quotient), str(atom)  # named sizes before quotients


def symbols_in(value: object) -> frozenset[str]:
    """The symbols of all dimensions in `value`, which may be tuples, lists and mappings of them and of other things."""
    if isinstance(value, Poly):
        return value.symbols
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple | list) else ()
    return frozenset[str]().union(*map(symbols_in, parts))
