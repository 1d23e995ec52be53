"""What a script holds and frees, line by line, by the user's names: for `bml inspect --ownership`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bmlc.emit import js
from bmlc.ir import Loc
from bmlc.scripts.counting.code import (
    Code,
    CountedFunction,
    Do,
    Drop,
    Jump,
    Set,
    Statement,
    Try,
    Unpack,
    blocks,
    names_of,
)
from bmlc.scripts.counting.moving import retained_names
from bmlc.scripts.counting.needless import Held
from bmlc.scripts.counting.walking import walk

__all__ = ["LineOwnership", "describe_ownership"]

Names = frozenset[str]


@dataclass
class LineOwnership:
    """`alive` is held after the line, `freed` is dropped there; what has no name is shown as the source of it."""

    line: int
    source: str
    alive: tuple[str, ...] = ()
    freed: list[str] = field(default_factory=list)


def describe_ownership(functions: Sequence[CountedFunction], loc: Loc, source: Sequence[str]) -> list[LineOwnership]:
    """A row for each line of the script at `loc`, given its counted functions; `source` are the lines of its file."""
    locs = (each for function in functions for each in walk(function.body) if isinstance(each, Loc))
    last = max((each.end_line for each in locs if each.file == loc.file), default=loc.line)
    rows = {line: LineOwnership(line, source[line - 1]) for line in range(loc.line, last + 1)}
    for function in functions:
        held = Held(frozenset(function.names))
        held.block(function.body, frozenset())
        _Recorder(held, rows, function.labels, source).block(function.body)
    return list(rows.values())


@dataclass
class _Recorder:
    held: Held
    rows: Mapping[int, LineOwnership]
    labels: Mapping[str, str | Loc]
    source: Sequence[str]
    at: int = 0  # the line of the last statement

    def block(self, code: Code, ends: bool = True) -> None:
        """`ends`: no `finally` stands around, so that `return` is the end."""
        around, self.at = self.at, 0
        for statement in code:
            held = self.held.before.get(id(statement))
            if held is not None:
                self._statement(statement, held, ends)
            inner = ends and not (isinstance(statement, Try) and statement.final)
            for block in blocks(statement):
                self.block(block, inner)
        self.at = self.at or around

    def _statement(self, statement: Statement, held: Names, ends: bool) -> None:
        row = None if statement.loc is None else self.rows.get(statement.loc.line)
        if statement.loc is None or row is None:
            return
        set_here: list[str] = []
        freed: list[str] = []
        match statement:
            case Drop(names):
                freed = [self._label(name) for name in names if name in held]
            case Set(name, replaces=replaces):
                set_here = [self._label(name)]
                freed = [f"{label} before" for label in set_here if replaces]
            case Unpack(target, replaces=names):
                set_here = [self._label(name) for name in names_of(target)]
                freed = [f"{self._label(name)} before" for name in names]
            case Jump("return" | "throw" as kind, value):
                freed = [
                    self._label(name) for name in sorted(held - retained_names(value)) if ends and kind == "return"
                ]
                held = frozenset()
            case Do(js.Call(js.Member(js.Identifier("run"), "drop"))):
                freed = [_text(statement.loc, self.source)]
        # What was freed on this line already, was the value before.
        before = [f"{each} before" if each in set_here else each for each in row.freed]
        row.freed = list(dict.fromkeys([*before, *freed]))
        if (
            not isinstance(statement, Drop) or row.line == self.at
        ):  # else at the end of a loop, or where a branch starts
            self.at = row.line
            row.alive = tuple(sorted({self._label(name) for name in self.held.step(statement, held)}))

    def _label(self, name: str) -> str:
        label = self.labels.get(name, name)
        return _text(label, self.source) if isinstance(label, Loc) else label


def _text(loc: Loc, source: Sequence[str]) -> str:
    """The source at `loc`; of several lines the first."""
    line = source[loc.line - 1]
    if loc.end_line == loc.line:
        return line[loc.column : loc.end_column]
    return f"{line[loc.column :].strip()} …"
