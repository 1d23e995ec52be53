"""Source maps as a debugger reads them: by the plain reading of ECMA-426."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["ShippedMap", "shipped_maps"]

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


@dataclass(frozen=True)
class Segment:
    """Text from (line, column) comes from the source's line and column; all count from 0."""

    line: int
    column: int
    source: str
    source_line: int
    source_column: int


@dataclass(frozen=True)
class ShippedMap:
    """Args: `path` of the JavaScript in the bundle, `table` the map's JSON."""

    path: str
    table: dict[str, Any]

    def segments(self) -> Iterator[Segment]:
        at = [0, 0, 0]  # source, its line and column
        for line, group in enumerate(self.table["mappings"].split(";")):
            column = 0
            for first, *rest in map(_numbers, filter(None, group.split(","))):
                column += first
                if rest:
                    at = [value + delta for value, delta in zip(at, rest, strict=False)]
                    yield Segment(line, column, self.table["sources"][at[0]], at[1], at[2])

    def content(self, source: str) -> str:
        content: str = self.table["sourcesContent"][self.table["sources"].index(source)]
        return content

    def original(self, line: int, column: int) -> Segment:
        return [each for each in self.segments() if each.line == line and each.column <= column][-1]


def shipped_maps(folder: Path) -> list[ShippedMap]:
    """The maps of a bundle."""
    return [
        ShippedMap(path.relative_to(folder).as_posix().removesuffix(".map"), json.loads(path.read_text("utf-8")))
        for path in sorted(folder.rglob("*.js.map"))
    ]


def _numbers(segment: str) -> list[int]:
    values, shift, number = [], 0, 0
    for letter in segment:
        digit = _ALPHABET.index(letter)
        number |= (digit & 31) << shift
        shift += 5
        if digit < 32:
            values.append(-(number >> 1) if number & 1 else number >> 1)
            shift = number = 0
    return values
