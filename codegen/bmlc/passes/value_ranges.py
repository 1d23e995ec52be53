"""Arithmetic of ranges, whose bounds are polynomials in R, the largest magnitude among a function's int32 inputs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TypeAlias

from bmlc.ir import Dim, upper_bound

__all__ = ["LARGEST_SIZE", "Bound", "Range", "up_to"]

Bound: TypeAlias = tuple[float, ...]  # of powers of R, coefficients >= 0

LARGEST_SIZE = 2**16  # that a dimension of unknown size is taken to have; checked when the function is called


@dataclass(frozen=True)
class Range:
    """Values from `-below` to `above`; `sized` if a dimension of unknown size is behind a bound."""

    below: Bound
    above: Bound
    sized: bool = False

    @property
    def magnitude(self) -> Bound:
        return _most(self.below, self.above)

    def __neg__(self) -> Range:
        return Range(self.above, self.below, self.sized)

    def __add__(self, other: Range) -> Range:
        return Range(_sum(self.below, other.below), _sum(self.above, other.above), self.sized or other.sized)

    def __sub__(self, other: Range) -> Range:
        return self + -other

    def __mul__(self, other: Range) -> Range:
        largest = _product(self.magnitude, other.magnitude)
        signed = any(self.below) or any(other.below)
        return Range(largest if signed else (), largest, self.sized or other.sized)

    def __or__(self, other: Range) -> Range:
        """What either holds."""
        return Range(_most(self.below, other.below), _most(self.above, other.above), self.sized or other.sized)

    def __abs__(self) -> Range:
        return Range((), self.magnitude, self.sized)

    def times(self, count: Dim) -> Range:
        """The sum of so many."""
        many = up_to(count)
        sized = self.sized or (many.sized and any(self.magnitude))
        return Range(_product(self.below, many.above), _product(self.above, many.above), sized)

    def excess(self, over: Range) -> Range:
        """How far it reaches beyond `over`."""

        def beyond(x: Bound, y: Bound) -> Bound:
            return tuple(max(0.0, p - q) for p, q in zip_longest(x, y, fillvalue=0))

        return Range(beyond(self.below, over.below), beyond(self.above, over.above), self.sized)


def up_to(size: Dim) -> Range:
    """From 0 to a size."""
    return Range((), (float(upper_bound(size, LARGEST_SIZE)),), sized=not isinstance(size, int))


def _most(a: Bound, b: Bound) -> Bound:
    return tuple(max(x, y) for x, y in zip_longest(a, b, fillvalue=0))


def _sum(a: Bound, b: Bound) -> Bound:
    return tuple(x + y for x, y in zip_longest(a, b, fillvalue=0))


def _product(a: Bound, b: Bound) -> Bound:
    result = [0.0] * (len(a) + len(b))
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            result[i + j] += x * y if x and y else 0
    return tuple(result)
