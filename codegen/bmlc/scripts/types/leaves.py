"""What a value holds in the end, however deep: whether it has a text, and whether a page can take it."""

from __future__ import annotations

from collections.abc import Callable

from bmlc.scripts.types.atoms import (
    Array,
    Atom,
    BoundMethod,
    Caught,
    Holder,
    Number,
    NumpyScalar,
    Object,
    Scalar,
    Tensor,
    Tuple,
    Type,
)
from bmlc.scripts.types.cells import Cells

__all__ = ["circle_in", "method_in", "without_result", "without_text"]

_WITH_TEXT = (Scalar, Number, Caught, Array, NumpyScalar, Object)
_RETURNED = (Scalar, Number, Array, NumpyScalar, Tensor)


def without_text(held: Type, cells: Cells) -> Atom | None:
    """The first part of a value that has no text: a generator, a function, a tensor in a list."""
    return _first(held, cells, lambda atom: isinstance(atom, _WITH_TEXT), set())


def method_in(held: Type, cells: Cells) -> Atom | None:
    """A method that is kept as a value: it is its owner in JavaScript."""
    return _first(held, cells, lambda atom: not isinstance(atom, BoundMethod), set())


def without_result(held: Type, cells: Cells) -> Atom | None:
    """The first part of a value that no script returns."""
    return _first(held, cells, lambda atom: isinstance(atom, _RETURNED), set())


def circle_in(held: Type, cells: Cells, around: frozenset[int] = frozenset()) -> Atom | None:
    """The first container that may lie in itself: going through its type has no end."""
    for atom in sorted(held, key=repr):
        cell, inside = _inside(atom, cells)
        if cell in around:
            return atom
        for part in inside:
            found = circle_in(part, cells, around if cell is None else around | {cell})
            if found is not None:
                return found
    return None


def _inside(atom: Atom, cells: Cells) -> tuple[int | None, tuple[Type, ...]]:
    """The cell of a container, and what may lie in it."""
    if isinstance(atom, Tuple):
        return None, atom.items
    if isinstance(atom, Holder) and atom.kind in ("list", "tuple", "dict", "deque"):
        cell = cells.of(atom)
        return cell.id, (cell.key, cell.item, *cell.known.values())
    return None, ()


def _first(held: Type, cells: Cells, fits: Callable[[Atom], bool], seen: set[int]) -> Atom | None:
    for atom in sorted(held, key=repr):
        cell, inside = _inside(atom, cells)
        if cell is None and not isinstance(atom, Tuple) and not fits(atom):
            return atom
        if cell is not None:
            inside = () if cell in seen else inside
            seen.add(cell)
        for part in inside:
            found = _first(part, cells, fits, seen)
            if found is not None:
                return found
    return None
