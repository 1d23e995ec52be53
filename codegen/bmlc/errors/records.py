"""Errors as records for editors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bmlc.errors.error import UserError, UserErrors
    from bmlc.ir.loc import Loc

__all__ = ["error_records"]

Record = dict[str, object]


def error_records(error: UserError | UserErrors) -> list[Record]:
    """Each error with code, severity, message, hint, place and notes.

    A place is `file`, `line`, `column`, `end_line` and `end_column`, all `None` where no line is to blame. Lines and
    columns count from 1, columns in characters; the end is the column behind the last character.
    """
    return [
        {
            "code": each.code,
            "severity": "error",
            "message": each.message,
            "hint": each.hint,
            **_place(each.loc),
            "notes": [{"message": note.message, **_place(note.loc)} for note in each.notes],
        }
        for each in error.errors
    ]


def _place(loc: Loc | None) -> Mapping[str, object]:
    if loc is None or not loc.line:
        return dict.fromkeys(("file", "line", "column", "end_line", "end_column"))
    return {
        "file": loc.file,
        "line": loc.line,
        "column": loc.column + 1,
        "end_line": loc.end_line,
        "end_column": loc.end_column + 1,
    }
