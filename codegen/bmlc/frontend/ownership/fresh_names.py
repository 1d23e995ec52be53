"""Names for what a script did not name."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["FreshNames"]


class FreshNames:
    """Hands out Python names that a script does not use."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)

    def __call__(self, hint: str) -> str:
        """`hint`, or `hint` with a number."""
        name, number = f"{hint}_1", 1
        while name in self._taken:
            number += 1
            name = f"{hint}_{number}"
        self._taken.add(name)
        return name
