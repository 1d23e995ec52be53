"""Lines of the user's file, for the comments of what is generated from them."""

from __future__ import annotations

from pathlib import Path

from bmlc.ir import Loc
from bmlc.source_text import source_lines

__all__ = ["SourceLines"]

_LONGEST = 100


class SourceLines:
    """A file's lines by where they stand."""

    def __init__(self, source: Path) -> None:
        self._source = source
        self._lines = source_lines(source)

    def comment(self, loc: Loc) -> str | None:
        """`mnist_cnn.py:23  def prepare(image, label):`, or None for what stands in no line of the file."""
        if not loc.is_in(self._source) or loc.line > len(self._lines):
            return None
        text = f"{self._source.name}:{loc.line}  {self._lines[loc.line - 1].strip()}"
        return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
