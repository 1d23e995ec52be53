"""The lines of the user's file that a place covers, with carets below what is meant."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bmlc.source_text import source_lines

if TYPE_CHECKING:
    from bmlc.ir.loc import Loc

__all__ = ["FrameLine", "frame_lines", "place_line"]

_SHOWN = 5  # lines of a span; of a longer one the first three and the last


@dataclass(frozen=True)
class FrameLine:
    """A line of the file, by its number from 1, and the line of carets below it, empty where nothing is meant."""

    number: int
    source: str
    carets: str


def place_line(loc: Loc) -> str:
    """`mnist_cnn.py:11:5`, with the column from 1."""
    return f"{Path(loc.file).name}:{loc.line}:{loc.column + 1}"


def frame_lines(loc: Loc) -> list[FrameLine | None]:
    """The lines of a place; `None` stands for those left out. Empty if the file cannot be read, or is shorter."""
    text = source_lines(Path(loc.file))
    if loc.line > len(text):
        return []
    last = min(max(loc.line, loc.end_line), len(text))
    lines: list[FrameLine | None] = [_line(loc, number, text[number - 1]) for number in range(loc.line, last + 1)]
    return lines if len(lines) <= _SHOWN else [*lines[:3], None, lines[-1]]


def _line(loc: Loc, number: int, source: str) -> FrameLine:
    begin = loc.column if number == loc.line else len(source) - len(source.lstrip())
    end = min(loc.end_column, len(source)) if number == loc.end_line else len(source.rstrip())
    if number == loc.line:
        end = max(end, begin + 1)  # also behind the end of a line
    source = source.rstrip()
    indent = "".join(char if char == "\t" else " " * _cells(char) for char in source[:begin].ljust(begin))
    carets = sum(map(_cells, source[begin:end].ljust(end - begin)))
    return FrameLine(number, source, f"{indent}{'^' * carets}" if carets else "")


def _cells(char: str) -> int:
    """How many columns of a terminal a character takes."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
