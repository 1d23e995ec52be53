"""Names, parameters and attributes that always hold one constant: lines that make objects of Keras's use it.

units = 8                      =>   ("name", …, "units") holds 8
self.units = units             =>   ("attribute", "Trainer", "units") holds what units holds
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bmlc.scripts.values import UNKNOWN, Value

__all__ = ["Constants", "Exactly"]


@dataclass(frozen=True)
class Exactly:
    """A place that holds this constant at the point at which it is read."""

    constant: Any


class Constants:
    """What places hold, as far as is known; all that they may hold is remembered by its text."""

    def __init__(self) -> None:
        self._sources: dict[Hashable, dict[str, Any]] = {}
        self._told: dict[Hashable, Any] = {}

    def begin(self) -> None:
        """Begin to go through the script once more."""
        self._told = {}

    def learn(self, place: Hashable, value: Value | None) -> None:
        """This value is put there; None: one of which nothing is known."""
        source = UNKNOWN if value is None else value.constant
        if source is UNKNOWN and value is not None and value.place is not None:
            source = _Same(value.place)
        self._sources.setdefault(place, {})[f"{type(source)} {source!r}"] = source

    def learn_constants(self, place: Hashable, constants: Sequence[Any]) -> None:
        """One of these is put there."""
        for each in constants:
            self._sources.setdefault(place, {})[f"{type(each)} {each!r}"] = each

    def only(self, value: Value) -> Any:
        """The one constant that a value always is, else `UNKNOWN`."""
        found = self.all_of(value)
        return found[0] if len(found) == 1 else UNKNOWN

    def settled(self, value: Value) -> Value:
        """A value whose place always holds one constant, as that: a trace needs to know sizes."""
        return value if value.is_known else replace(value, constant=self.only(value))

    def all_of(self, value: Value) -> list[Any]:
        """The constants that a value may be; none where it may be something else."""
        if value.is_known or value.place is None:
            return [value.constant] if value.is_known else []
        found = self._of(value.place, frozenset())
        self._told[value.place] = found
        return list((found or {}).values())

    def has_changed(self) -> bool:
        """Whether somebody was told what is known better by now."""
        return any(repr(self._of(place, frozenset())) != repr(found) for place, found in self._told.items())

    def _of(self, place: Hashable, seen: frozenset[Hashable]) -> dict[str, Any] | None:
        """By their texts: 1 and 1.0 are two."""
        if isinstance(place, Exactly):
            return {repr(place.constant): place.constant}
        found: dict[str, Any] = {}
        for source in self._sources.get(place, {}).values():
            same = isinstance(source, _Same)
            if source is UNKNOWN or (same and source.place in seen):
                return None
            held = self._of(source.place, seen | {place}) if same else {repr(source): source}
            if held is None:
                return None
            found |= held
        return found


@dataclass(frozen=True)
class _Same:
    """What another place holds."""

    place: Hashable
