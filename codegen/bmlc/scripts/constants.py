"""Names, parameters and attributes that always hold one constant: lines that make objects of Keras's use it.

units = 8                      =>   ("name", …, "units") holds 8
self.units = units             =>   ("attribute", "Trainer", "units") holds what units holds
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
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

    def of(self, value: Value) -> Any:
        """The constant that a value is, else `UNKNOWN`."""
        if value.is_known or value.place is None:
            return value.constant
        found = self._of(value.place, frozenset())
        self._told[value.place] = found
        return found

    def has_changed(self) -> bool:
        """Whether somebody was told what is known better by now."""
        return any(repr(self._of(place, frozenset())) != repr(found) for place, found in self._told.items())

    def _of(self, place: Hashable, seen: frozenset[Hashable]) -> Any:
        if isinstance(place, Exactly):
            return place.constant
        if place in seen:
            return UNKNOWN
        sources = self._sources.get(place, {}).values()
        held = [self._of(each.place, seen | {place}) if isinstance(each, _Same) else each for each in sources]
        texts = {f"{type(each)} {each!r}" for each in held}
        return held[0] if len(texts) == 1 else UNKNOWN


@dataclass(frozen=True)
class _Same:
    """What another place holds."""

    place: Hashable
