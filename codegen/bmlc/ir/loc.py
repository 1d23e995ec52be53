"""Where in the user's file an equation comes from."""

from __future__ import annotations

import linecache
import sys
import sysconfig
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from types import CodeType, FrameType

import numpy as np

__all__ = ["UNKNOWN", "Loc", "caller_frame", "caller_loc", "code_loc", "is_of_the_user", "not_the_user"]


@dataclass(frozen=True)
class Loc:
    """A span of the user's source: lines count from 1, columns from 0."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{_path(self.file).name}:{self.line}"

    @property
    def text(self) -> str:
        """The line, empty where there is none."""
        return linecache.getline(self.file, self.line).strip()

    def is_in(self, source: Path) -> bool:
        """Whether it is a line of this file."""
        return self.line > 0 and _path(self.file) == source

    def is_beside(self, source: Path) -> bool:
        """Whether it is a line of this file, or of another one in its folder where no package is installed."""
        return self.line > 0 and (_path(self.file) == source or _is_beside(self.file, source.parent))


@cache
def _is_beside(file: str, folder: Path) -> bool:
    return _path(file).is_relative_to(folder) and "site-packages" not in _path(file).parts


_path = cache(Path)  # thousands of places share a few files


UNKNOWN = Loc("<unknown>", 0, 0, 0, 0)

_LIBRARY = Path(__file__).resolve().parents[2]  # the folder that holds `bmlc`
_LIBRARY_FOLDERS = (str(_LIBRARY / "bmlc"), str(_LIBRARY / "bml"), str(_LIBRARY.parent / "dsl" / "bml"))
# Libraries call back what they find on a tensor, and Python's own modules what they are given; the last is what
# dataclasses make.
_INSTALLED = {sysconfig.get_path(kind) for kind in ("stdlib", "purelib", "platlib")} | {str(Path(np.__file__).parent)}
_NOT_THE_USER = [*_LIBRARY_FOLDERS, *sorted(_INSTALLED), "<string>", "<frozen "]
_COLLECT_FOLDERS = tuple(str(Path(folder, "collect")) for folder in _LIBRARY_FOLDERS)


def not_the_user(folder: Path) -> None:
    """Take the files of `folder` for a library's: the line that the user wrote is the one that called it."""
    _NOT_THE_USER.append(str(folder))


def is_of_the_user(file: str) -> bool:
    """Whether code of this file is the user's, and of no library."""
    return not file.startswith(tuple(_NOT_THE_USER))


def caller_frame() -> FrameType | None:
    """The innermost frame outside the library: the line that the user wrote.

    None where the compiler itself is what calls, on behalf of a script that it reads: the frames around it are those
    of the command line, and whoever reads the script knows the line.
    """
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and not is_of_the_user(frame.f_code.co_filename):
        frame = None if frame.f_code.co_filename.startswith(_COLLECT_FOLDERS) else frame.f_back
    return frame


def caller_loc() -> Loc:
    """The place of `caller_frame`; `UNKNOWN` where there is none."""
    frame = caller_frame()
    return UNKNOWN if frame is None else code_loc(frame.f_code, frame.f_lasti, frame.f_lineno)


def code_loc(code: CodeType, instruction: int, line: int) -> Loc:
    """The place of an instruction of `code`, which is at `line` at least."""
    positions = islice(code.co_positions(), instruction // 2, None)
    start, end, first, last = next(positions, (None, None, None, None))
    start = start or line
    end = end or start
    file = code.co_filename
    header = linecache.getline(file, start).rstrip()
    if end > start and header.endswith(":"):  # of `if x:` Python knows the whole statement
        end, last = start, len(header.encode()) - 1
    return Loc(file, start, _characters(file, start, first or 0), end, _characters(file, end, last or 0))


def _characters(file: str, line: int, column: int) -> int:
    """Python counts the columns of code in bytes of UTF-8."""
    text = linecache.getline(file, line)
    return column if text.isascii() else len(text.encode()[:column].decode(errors="ignore"))
