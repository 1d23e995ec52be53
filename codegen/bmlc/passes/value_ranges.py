"""Arithmetic of ranges, whose bounds are polynomials in R, the largest magnitude among a function's int32 inputs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TypeAlias

__all__ = ["Bound", "Range", "excess", "most", "negated", "plus", "product_of", "sum_of", "union"]

Bound: TypeAlias = tuple[float, ...]  # of powers of R, coefficients >= 0


@dataclass(frozen=True)
class Range:
    """Values from `-below` to `above`; `sized` if a dimension of unknown size is behind a bound."""

    below: Bound
    above: Bound
    sized: bool = False

    @property
    def magnitude(self) -> Bound:
        return most(self.below, self.above)


def union(*ranges: Range | None) -> Range | None:
    several = [each for each in ranges if each is not None]
    if len(several) < len(ranges):
        return None
    return Range(most(*(each.below for each in several)), most(*(each.above for each in several)))


def negated(x: Range) -> Range:
    return Range(x.above, x.below)


def plus(a: Range, b: Range) -> Range:
    return Range(sum_of(a.below, b.below), sum_of(a.above, b.above), a.sized or b.sized)


def excess(of: Range, over: Range) -> Range:
    """How far `of` reaches beyond `over`."""

    def beyond(x: Bound, y: Bound) -> Bound:
        return tuple(max(0.0, p - q) for p, q in zip_longest(x, y, fillvalue=0))

    return Range(beyond(of.below, over.below), beyond(of.above, over.above), of.sized)


def most(*bounds: Bound) -> Bound:
    return tuple(max(several) for several in zip_longest(*bounds, fillvalue=0))


def sum_of(a: Bound, b: Bound) -> Bound:
    return tuple(x + y for x, y in zip_longest(a, b, fillvalue=0))


def product_of(a: Bound, b: Bound) -> Bound:
    result = [0.0] * (len(a) + len(b))
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            result[i + j] += x * y if x and y else 0
    return tuple(result)
