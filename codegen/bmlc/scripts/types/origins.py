"""Where places got their types: the statement that first brought each, which errors show."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable

from bmlc.ir import Loc
from bmlc.scripts.types.atoms import Atom

__all__ = ["Origins"]


class Origins:
    """`here` gives the statement that is being lowered; it is asked only where a place gets a new type."""

    def __init__(self) -> None:
        self.here: Callable[[], Loc | None] = lambda: None
        self._found: dict[tuple[Hashable, Atom], Loc | None] = {}

    def add(self, place: Hashable, held: Iterable[Atom], at: Loc | None = None) -> None:
        """Values of these types come to `place`."""
        for atom in held:
            if (place, atom) not in self._found:
                self._found[place, atom] = at or self.here()

    def join(self, place: Hashable, other: Hashable, held: Iterable[Atom]) -> None:
        """What `other` holds is held by `place` from now on."""
        for atom in held:
            self._found.setdefault((place, atom), self._found.get((other, atom)))

    def of(self, place: Hashable, atom: Atom) -> Loc | None:
        return self._found.get((place, atom))
