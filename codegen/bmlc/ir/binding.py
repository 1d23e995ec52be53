"""Which sizes of a function's inputs give its symbols."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bmlc.ir.dims import Dim, Quotient, linear
from bmlc.ir.types import TensorType

__all__ = ["Binder", "binders"]


@dataclass(frozen=True)
class Binder:
    """`symbol = (size of the input along axis - rest) / slope`, both of which earlier binders give."""

    symbol: str
    input: int
    axis: int
    slope: Dim
    rest: Dim


def binders(types: Sequence[TensorType]) -> list[Binder]:
    """A binder for each symbol that can be bound, in an order in which they can be.

    `n` binds n, `2*n - 1` does too; `n*t` binds the one of them that is not bound elsewhere. A size with a quotient
    binds nothing: many sizes have the same one.
    """
    found: dict[str, Binder] = {}
    before = -1
    while before < len(found):
        before = len(found)
        for number, of in enumerate(types):
            for axis, size in enumerate(of.shape):
                if isinstance(size, int) or any(isinstance(atom, Quotient) for atom in size.atoms):
                    continue
                free = size.symbols - found.keys()
                solved = linear(size, min(free)) if len(free) == 1 else None
                if solved is not None:
                    found[min(free)] = Binder(min(free), number, axis, *solved)
    return list(found.values())
