"""Names for what a script did not name."""

from __future__ import annotations

from collections.abc import Iterable

from bmlc.ir import Loc

__all__ = ["FreshNames"]


class FreshNames:
    """Hands out Python names that a script does not use.

    `labels` say what users know them by: a name of theirs, or the place of the expression that has no name.
    """

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self.labels: dict[str, str | Loc] = {}

    def __call__(self, hint: str, label: str | Loc) -> str:
        """`hint` with a number."""
        name, number = f"{hint}_1", 1
        while name in self._taken:
            number += 1
            name = f"{hint}_{number}"
        self._taken.add(name)
        self.labels[name] = label
        return name
