"""Where in the user's file an equation comes from."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import FrameType

__all__ = ["UNKNOWN", "Loc", "caller_loc"]


@dataclass(frozen=True)
class Loc:
    """A span of the user's source: lines count from 1, columns from 0."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{Path(self.file).name}:{self.line}"


UNKNOWN = Loc("<unknown>", 0, 0, 0, 0)

_LIBRARY = Path(__file__).resolve().parents[2]  # the folder that holds `bmlc`
_LIBRARY_FOLDERS = (str(_LIBRARY / "bmlc"), str(_LIBRARY / "bml"), str(_LIBRARY.parent / "dsl" / "bml"))


def caller_loc() -> Loc:
    """The innermost frame outside the library: the line that the user wrote."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename.startswith(_LIBRARY_FOLDERS):
        frame = frame.f_back
    if frame is None:
        return UNKNOWN
    positions = islice(frame.f_code.co_positions(), frame.f_lasti // 2, None)
    line, end_line, column, end_column = next(positions, (None, None, None, None))
    line = line or frame.f_lineno
    return Loc(frame.f_code.co_filename, line, column or 0, end_line or line, end_column or 0)
