"""Which types may hold tensors: their values are counted."""

from __future__ import annotations

from bmlc.scripts.types.atoms import Holder, Object, Scalar, Tensor, Tuple, Type
from bmlc.scripts.types.cells import Cells

__all__ = ["may_hold"]

_PLAIN = (Scalar,)


def may_hold(held: Type, cells: Cells, seen: frozenset[int | str] = frozenset()) -> bool:
    """Whether a value of this type is a tensor, or may hold one."""
    for atom in held:
        if isinstance(atom, Holder) and atom.kind in ("iterator", "view"):
            continue  # it looks into what holds them
        if isinstance(atom, Tensor):
            return True
        if isinstance(atom, _PLAIN):
            continue
        if isinstance(atom, Tuple) and any(may_hold(item, cells, seen) for item in atom.items):
            return True
        if isinstance(atom, Holder) and (cell := cells.of(atom)).id not in seen:
            inside = (cell.item, cell.key, *cell.known.values())
            if any(may_hold(part, cells, seen | {cell.id}) for part in inside):
                return True
        if isinstance(atom, Object) and atom.root not in seen:
            held_there = (cell.item for cell in cells.attributes(atom.root).values())
            if any(may_hold(part, cells, seen | {atom.root}) for part in held_there):
                return True
    return False
