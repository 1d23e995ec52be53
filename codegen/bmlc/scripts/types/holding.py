"""Which types may hold tensors: their values are counted."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from bmlc.scripts.types.atoms import BoundMethod, Holder, Object, Program, Scalar, Tensor, Tuple, Type
from bmlc.scripts.types.cells import Cells

__all__ = ["always_empty", "may_hold", "may_hold_itself"]

_PLAIN = (Scalar,)


def may_hold(held: Type, cells: Cells, seen: frozenset[int | str] = frozenset()) -> bool:
    """Whether a value of this type is a tensor, or may hold one."""
    for atom in held:
        if isinstance(atom, Holder) and atom.kind in ("iterator", "view"):
            continue  # it looks into what holds them
        if isinstance(atom, Tensor) or (isinstance(atom, Program) and atom.making):
            return True
        if isinstance(atom, _PLAIN):
            continue
        if isinstance(atom, BoundMethod) and may_hold(atom.owner, cells, seen):
            return True
        if isinstance(atom, Tuple) and any(may_hold(item, cells, seen) for item in atom.items):
            return True
        if isinstance(atom, Holder) and (cell := cells.of(atom)).id not in seen:
            inside = (cell.item, cell.key, *cell.known.values())
            if any(may_hold(part, cells, seen | {cell.id}) for part in inside):
                return True
        if isinstance(atom, Object) and atom.root not in seen and atom.root not in cells.uncounted:
            held_there = (cell.item for cell in cells.attributes(atom.root).values())
            if any(may_hold(part, cells, seen | {atom.root}) for part in held_there):
                return True
    return False


def may_hold_itself(root: str, cells: Cells) -> bool:
    """Whether an object of this hierarchy may lie, by way of others, in an attribute of its own."""
    seen: set[Hashable] = set()
    waiting: list[Type] = [cell.item for cell in cells.attributes(root).values()]
    while waiting:
        for atom in waiting.pop():
            key: Hashable = None
            inside: Iterable[Type] = ()
            match atom:
                case Object(root=other):
                    if other == root:
                        return True
                    key, inside = other, (cell.item for cell in cells.attributes(other).values())
                case Holder():
                    cell = cells.of(atom)
                    key, inside = cell.id, (cell.item, cell.key, *cell.known.values())
                case Tuple(items):
                    key, inside = atom, items
            if key is not None and key not in seen:
                seen.add(key)
                waiting += inside
    return False


def always_empty(held: Type, cells: Cells) -> Type:
    """The lists and dictionaries to which nothing is added anywhere."""
    kinds = ("list", "dict", "deque", "tuple")
    return frozenset(
        atom for atom in held if isinstance(atom, Holder) and atom.kind in kinds and not cells.of(atom).item
    )
