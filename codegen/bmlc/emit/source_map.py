"""Source maps, version 3 (ECMA-426): positions of the printed text against positions in the Python files."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from bmlc.ir.loc import Loc
from bmlc.source_text import source_text

__all__ = ["SourceMap"]

_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


@dataclass
class SourceMap:
    """Mappings in the order of the generated text; only places in `source`, and in modules beside it, are recorded."""

    source: Path
    _files: dict[str, int] = field(default_factory=dict)  # the files that something comes from, with their numbers
    # generated line, column, file, source line, column
    _segments: list[tuple[int, int, int, int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._files[str(self.source)] = 0

    def add(self, line: int, column: int, loc: Loc | None) -> None:
        """The text from (line, column), both from 0, comes from `loc`."""
        if loc is not None and loc.is_beside(self.source):
            file = self._files.setdefault(loc.file, len(self._files))
            self._segments.append((line, column, file, loc.line - 1, loc.column))

    def to_json(self, generated: str) -> str:
        """The map as a JSON text; `generated` is the name of the generated file."""
        return json.dumps(
            {
                "version": 3,
                "file": generated,
                "sources": [Path(file).relative_to(self.source.parent).as_posix() for file in self._files],
                "sourcesContent": [source_text(Path(file)) for file in self._files],
                "names": [],
                "mappings": self._mappings(),
            }
        )

    def _mappings(self) -> str:
        lines: list[str] = []
        current: list[str] = []
        last_line = last_column = last_file = last_source_line = last_source_column = 0
        for line, column, file, source_line, source_column in self._segments:
            while last_line < line:
                lines.append(",".join(current))
                current, last_column, last_line = [], 0, last_line + 1
            deltas = (
                column - last_column,
                file - last_file,
                source_line - last_source_line,
                source_column - last_source_column,
            )
            current.append("".join(map(_vlq, deltas)))
            last_column, last_file, last_source_line, last_source_column = column, file, source_line, source_column
        lines.append(",".join(current))
        return ";".join(lines)


def _vlq(number: int) -> str:
    rest = (-number << 1) | 1 if number < 0 else number << 1
    digits = ""
    while True:
        rest, digit = rest >> 5, rest & 31
        digits += _BASE64[digit | (32 if rest else 0)]
        if not rest:
            return digits
