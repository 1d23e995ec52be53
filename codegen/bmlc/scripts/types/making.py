"""Which line of a script makes an object of the program, as a part of its type."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from bmlc.scripts.types.atoms import Atom, Program, Tuple, Type, atom_of

__all__ = ["are_several", "is_made", "of_making", "program_of"]

P = TypeVar("P")


def of_making(held: Type, making: str) -> Type:
    """The type of what belongs to what a line makes: the weights of a model, its layers."""
    return frozenset(_of(atom, making) for atom in held) if making else held


def _of(atom: Atom, making: str) -> Atom:
    match atom:
        case Program():
            return replace(atom, making=making)
        case Tuple(items):
            return replace(atom, items=tuple(of_making(item, making) for item in items))
    return atom


def program_of(held: Type, *kinds: type[P]) -> P | None:
    """The object of the program that a value is, where it is one of these kinds; None of others, and of several."""
    found = atom_of(Program, held)
    return found.object if found is not None and isinstance(found.object, kinds) else None


def are_several(held: Type) -> bool:
    """Whether a value is one of several objects of the program."""
    return len(held) > 1 and all(isinstance(atom, Program) for atom in held)


def is_made(held: Type) -> bool:
    """Whether all that a value may be is made by lines of scripts."""
    return bool(held) and all(isinstance(atom, Program) and bool(atom.making) for atom in held)
