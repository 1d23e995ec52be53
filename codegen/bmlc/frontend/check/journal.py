"""What a pass over a loop's body or a function's changed, so that a pass that has to be made again leaves no trace."""

from __future__ import annotations

from collections.abc import Callable

from bmlc.errors import UserError
from bmlc.frontend.host import HostType, TypeVariable

__all__ = ["Journal"]


class Journal:
    """Reported errors, and changes with what undoes them."""

    def __init__(self) -> None:
        self.errors: list[UserError] = []
        self._undo: list[Callable[[], None]] = []

    def changed(self, undo: Callable[[], None]) -> None:
        """Note a change by what takes it back."""
        self._undo.append(undo)

    def solve(self, variable: TypeVariable, solution: HostType) -> None:
        """Decide a type that nothing has decided before."""
        assert variable.solution is None

        def undo() -> None:
            variable.solution = None

        variable.solution = solution
        self.changed(undo)

    def mark(self) -> tuple[int, int]:
        """The present, for `rollback`."""
        return len(self._undo), len(self.errors)

    def rollback(self, mark: tuple[int, int]) -> None:
        """Take back all that happened since `mark`."""
        changes, errors = mark
        while len(self._undo) > changes:
            self._undo.pop()()
        del self.errors[errors:]
