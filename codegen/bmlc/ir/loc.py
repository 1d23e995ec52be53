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
_COLLECT_FOLDERS = tuple(str(Path(folder, "collect")) for folder in _LIBRARY_FOLDERS)


def caller_loc() -> Loc:
    """The innermost frame outside the library: the line that the user wrote.

    `UNKNOWN` where the compiler itself is what calls, on behalf of a script that it reads: the frames around it are
    those of the command line, and whoever reads the script knows the line.
    """
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename.startswith(_LIBRARY_FOLDERS):
        frame = None if frame.f_code.co_filename.startswith(_COLLECT_FOLDERS) else frame.f_back
    if frame is None:
        return UNKNOWN
    positions = islice(frame.f_code.co_positions(), frame.f_lasti // 2, None)
    line, end_line, column, end_column = next(positions, (None, None, None, None))
    line = line or frame.f_lineno
    return Loc(frame.f_code.co_filename, line, column or 0, end_line or line, end_column or 0)
