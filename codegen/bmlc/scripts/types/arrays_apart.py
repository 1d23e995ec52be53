"""Lists and tuples that are compared: both are arrays of JavaScript's, which do not always say what they are."""

from __future__ import annotations

from bmlc.scripts.types.atoms import NEVER, Holder, Tuple, Type
from bmlc.scripts.types.cells import Cells

__all__ = ["are_apart"]

_DEEPEST = 6


def are_apart(one: Type, other: Type, cells: Cells, depth: int = 0) -> bool:
    """Whether somewhere in values of these types a list would be compared with a tuple, or with what may be either."""
    kinds, others = _kinds(one), _kinds(other)
    if kinds and others and (kinds != others or len(kinds) > 1):
        return True
    if depth == _DEEPEST:
        return False
    first, second = _only_tuple(one), _only_tuple(other)
    if first is not None and second is not None:
        pairs = zip(first.items, second.items, strict=False)
        return any(are_apart(a, b, cells, depth + 1) for a, b in pairs)
    inside, others_inside = _inside(one, cells), _inside(other, cells)
    return bool(inside and others_inside) and are_apart(inside, others_inside, cells, depth + 1)


def _kinds(held: Type) -> set[str]:
    return {atom.kind for atom in held if isinstance(atom, Tuple) or (isinstance(atom, Holder) and atom.kind != "dict")}


def _only_tuple(held: Type) -> Tuple | None:
    found = [atom for atom in held if isinstance(atom, Tuple | Holder)]
    return found[0] if len(found) == 1 and isinstance(found[0], Tuple) else None


def _inside(held: Type, cells: Cells) -> Type:
    found = NEVER
    for atom in held:
        if isinstance(atom, Tuple):
            found = found.union(*atom.items)
        elif isinstance(atom, Holder):
            cell = cells.of(atom)
            found = found.union(cell.item, *cell.known.values())
    return found
