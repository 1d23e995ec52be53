"""A cell: what the containers of one allocation site hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from bmlc.scripts.types.atoms import NEVER, Type

__all__ = ["Cell", "Made", "places_of_both", "root_of"]

Made: TypeAlias = "bool | tuple[Made, ...]"
"""Whether an iterator makes a tuple at each step, as `zip` does, and which of its items are such tuples, too."""


@dataclass
class Cell:
    """What the containers of one site hold.

    `known` has a type a key for a dictionary with written keys, as long as `uniform` is false: until somebody goes
    through it, or asks for a key that is not written out. `places` has the sorts of what stands at each place of a list
    that is written out, as `[text, number]`, until its items may move.
    """

    id: int
    item: Type = NEVER
    key: Type = NEVER
    known: dict[str, Type] = field(default_factory=dict)
    uniform: bool = True
    places: dict[int, frozenset[str]] | None = None
    closed: bool = False  # as Keras's logs, objects for pages: asking for another key is a slip
    has_records: bool = False  # some of them are such objects
    made: Made = False
    others: frozenset[str] = frozenset()  # what gives values for keys that are not there: "defaultdict", "Counter"
    plain: bool = False  # a dictionary that has no such values is among them
    of_module: bool = False  # such containers are objects of the module, or lie in some
    parent: Cell | None = None


def root_of(cell: Cell) -> Cell:
    """The cell that it became one with."""
    while cell.parent is not None:
        cell = cell.parent
    return cell


def places_of_both(one: Cell, other: Cell) -> dict[int, frozenset[str]] | None:
    """The places of two lists that meet; one of no items has none that count."""
    if one.places is None or other.places is None:
        found = one.places if other.places is None else other.places
        return found if not (one if one.places is None else other).item else None
    return {k: one.places.get(k, frozenset()) | other.places.get(k, frozenset()) for k in {*one.places, *other.places}}
