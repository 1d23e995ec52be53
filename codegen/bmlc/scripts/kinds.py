"""Whether a type is one of numbers, and what is known of them."""

from __future__ import annotations

from bmlc.scripts.types import BOOL, FLOAT, INT, Number, Type, atom_of

__all__ = ["kind_of"]


def kind_of(held: Type) -> str | None:
    """ "int" (bools too), "float", "unknown" or "either", where the values say it themselves; None of no numbers."""
    if not all(isinstance(atom, Number) or atom in INT | FLOAT | BOOL for atom in held):
        return None
    if held >= FLOAT and held & (INT | BOOL):
        return "either"
    if atom_of(Number, held):
        return "unknown"
    return "float" if held == FLOAT else "int"
