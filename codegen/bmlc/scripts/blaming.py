"""Errors of a script: where they are, where the values to blame got their types, and how the script came there."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from bmlc.errors import Note, UserError
from bmlc.ir import Loc
from bmlc.scripts.frame import Frame, Instance
from bmlc.scripts.source import SourceFile
from bmlc.scripts.types import NEVER, Cells, Type, described, none_hint
from bmlc.scripts.values import Value

__all__ = ["Blaming"]

_MOST_CALLS = 3  # that an error shows


class Blaming:
    """The part of a visit that makes errors."""

    script_file: SourceFile
    cells: Cells
    frame: Frame

    @property
    def file(self) -> SourceFile:
        """The file of the function that we are in."""
        return self.frame.instance.definition.file if self.frame is not None else self.script_file

    def error(
        self, code: str, at: ast.AST | Loc, message: str, hint: str | None = None, of: Sequence[Value] = ()
    ) -> UserError:
        """`of` are the values to blame: where they got their types is shown, and what to do where one is None."""
        loc = at if isinstance(at, Loc) else self.loc(at)
        hint = hint or next(filter(None, (none_hint(value.type) for value in of if not value.is_known)), None)
        calls = self._calls()
        shown = {loc.line, *(note.loc.line for note in calls if note.loc is not None)}
        return UserError(code, message, hint, loc, (*self._came_from(shown, of), *calls))

    def _came_from(self, shown: AbstractSet[int], values: Sequence[Value]) -> list[Note]:
        """Where values got their types; of a single one, if that is on none of the lines that are shown anyway."""
        found: dict[Loc, Type] = {}
        for value in values:
            for atom in value.type:
                at = self.cells.came_from(value.place, atom)
                if at is not None and (len(value.type) > 1 or at.line not in shown):
                    found[at] = found.get(at, NEVER) | {atom}
        places = sorted(found, key=lambda at: (at.file, at.line, at.column))
        return [Note(at, f"{self.described(found[at])} here") for at in places]

    def _statement(self) -> Loc | None:
        at = self.frame.statement if self.frame is not None else None
        return None if at is None else self.loc(at)

    def endless(self, at: Loc, what: str) -> UserError:
        """Each pass would find a larger type."""
        message = f"{what} would hold values of its own type, whose end is not known when you build"
        return self.error("BML203", at, message, "keep the items in a list, and name others by their index in it")

    def _calls(self) -> tuple[Note, ...]:
        """Where the function that we are in is called, and with what; then the function that this call is in."""
        notes: dict[Loc, Note] = {}
        instance: Instance | None = getattr(self.frame, "instance", None)  # none before the first pass
        while instance is not None and (at := instance.called_at) and at not in notes and len(notes) < _MOST_CALLS:
            given = ", ".join(self.described(held) for held in instance.params.values())
            notes[at] = Note(at, f"in {instance.definition.name}, called here{given and f' with {given}'}")
            instance = instance.called_by
        return tuple(notes.values())

    def loc(self, node: ast.AST) -> Loc:
        return self.file.loc(node)

    def described(self, held: Type) -> str:
        return described(held, self.cells)
