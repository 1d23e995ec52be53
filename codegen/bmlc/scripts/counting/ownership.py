"""What a script holds and frees, line by line, by the user's names: for `bml inspect --ownership`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bmlc.emit import js
from bmlc.ir import Loc
from bmlc.scripts.counting.code import CountedFunction, Do, Drop, If, Jump, Loop, Set, Statement, Try, Unpack, names_of
from bmlc.scripts.counting.moving import retained_names
from bmlc.scripts.counting.needless import Forward, Held
from bmlc.scripts.counting.walking import walk

__all__ = ["LineOwnership", "describe_ownership"]

Names = frozenset[str]
_COMPOUND = (If, Loop, Try)


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
        _Recorder(frozenset(function.names), rows=rows, labels=function.labels, source=source).block(
            function.body, frozenset()
        )
    return list(rows.values())


@dataclass
class _Recorder(Forward):
    rows: Mapping[int, LineOwnership] = field(default_factory=dict)
    labels: Mapping[str, str | Loc] = field(default_factory=dict)
    source: Sequence[str] = ()
    silent: bool = False
    at: int = 0  # the line of the last statement
    ends: int = 0  # open `try` statements with a `finally`, where `return` is not the end

    def statement(self, statement: Statement, held: Names) -> tuple[Statement | None, Held]:
        loc = statement.loc
        if isinstance(statement, _COMPOUND):
            self._alive(loc, held)
            ends = isinstance(statement, Try) and bool(statement.final)
            self.ends += ends
            result = super().statement(statement, held)
            self.ends -= ends
            return result
        kept, after = super().statement(statement, held)
        match statement:
            case Drop(names):
                self._freed(loc, [name for name in names if name in held])
                if loc is None or loc.line != self.at:
                    return kept, after  # at the end of a loop, or at the start of a branch
            case Set(name):
                self._set(loc, [name])
                self._freed(loc, [name] if statement.replaces else [], " before")
            case Unpack(target):
                self._set(loc, list(names_of(target)))
                self._freed(loc, statement.replaces, " before")
            case Jump("return", value) if not self.ends:
                self._freed(loc, sorted(held - retained_names(value)))
            case Do(js.Call(js.Member(js.Identifier("run"), "drop"))) if not self.silent and (row := self._row(loc)):
                assert loc is not None
                row.freed.append(_text(loc, self.source))
        leaves = isinstance(statement, Jump) and statement.kind in ("break", "continue")
        self._alive(loc, held if leaves else after or frozenset())
        return kept, after

    def loop(self, statement: Loop, held: Names) -> tuple[Statement, Held]:
        """Exactly, by looking at a step first: `Forward` takes every name of the body for held."""
        given = self.owned.intersection(names_of(statement.target))
        silent, self.silent = self.silent, True
        self.leaving.append(frozenset())
        after = self.block(statement.body, held | given)[1]
        self.leaving.pop()
        self.silent = silent
        entered = held | (after or frozenset())
        self.leaving.append(frozenset())
        ended = self.block(statement.body, entered | given)[1]
        broken = self.leaving.pop()
        left = self.block(statement.otherwise, entered | (ended or frozenset()))[1]
        return statement, frozenset((left or frozenset()) | broken) if left is not None or broken else None

    def _row(self, loc: Loc | None) -> LineOwnership | None:
        return self.rows.get(loc.line) if loc is not None and not self.silent else None

    def _alive(self, loc: Loc | None, held: Names) -> None:
        self.at = loc.line if loc is not None else self.at
        row = self._row(loc)
        if row is not None:
            row.alive = tuple(sorted({self._label(name) for name in held}))

    def _set(self, loc: Loc | None, names: Sequence[str]) -> None:
        """What was freed on this line already, was the value before."""
        row = self._row(loc)
        if row is not None:
            labels = {self._label(name) for name in names}
            row.freed = [f"{each} before" if each in labels else each for each in row.freed]

    def _freed(self, loc: Loc | None, names: Iterable[str], suffix: str = "") -> None:
        row = self._row(loc)
        if row is not None:
            row.freed = list(dict.fromkeys([*row.freed, *(self._label(name) + suffix for name in names)]))

    def _label(self, name: str) -> str:
        label = self.labels.get(name, name)
        return _text(label, self.source) if isinstance(label, Loc) else label


def _text(loc: Loc, source: Sequence[str]) -> str:
    """The source at `loc`; of several lines the first."""
    line = source[loc.line - 1]
    if loc.end_line == loc.line:
        return line[loc.column : loc.end_column]
    return f"{line[loc.column :].strip()} …"
