"""What a script holds and frees, line by line, by the user's names: for `bml inspect --ownership`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bmlc.frontend.host import (
    Assign,
    Break,
    Continue,
    Define,
    Discard,
    Drop,
    For,
    Guarded,
    If,
    Local,
    Retain,
    Return,
    RunCall,
    Script,
    Statement,
    Timed,
    Try,
    While,
    descendants,
)
from bmlc.frontend.ownership.functions import target_names
from bmlc.frontend.ownership.liveness import Names
from bmlc.frontend.ownership.manage import manage_labeled
from bmlc.frontend.ownership.omit_needless import Forward, Held
from bmlc.ir import Loc

__all__ = ["LineOwnership", "describe_ownership"]

_COMPOUND = (If, For, While, Try, Timed)


@dataclass
class LineOwnership:
    """`alive` is held after the line, `freed` is dropped there; what has no name is shown as the source of it."""

    line: int
    source: str
    alive: tuple[str, ...] = ()
    freed: list[str] = field(default_factory=list)


def describe_ownership(script: Script, source: Sequence[str]) -> list[LineOwnership]:
    """A row for each line of a checked script; `source` are the lines of its file."""
    managed, labels = manage_labeled(script)
    last = max((node.loc.end_line for node in _statements(managed.body)), default=script.loc.line)
    first = script.loc.line
    rows = {line: LineOwnership(line, source[line - 1]) for line in range(first, last + 1)}
    _record(managed.body, managed.owned, rows, labels, source)
    return list(rows.values())


def _statements(body: Iterable[Statement]) -> Iterable[Statement]:
    return (node for statement in body for node in descendants(statement) if isinstance(node, Statement))


def _record(
    body: Sequence[Statement],
    owned: Sequence[str],
    rows: Mapping[int, LineOwnership],
    labels: Mapping[str, str | Loc],
    source: Sequence[str],
) -> None:
    _Recorder(frozenset(owned), rows=rows, labels=labels, source=source).block(body, frozenset())


@dataclass
class _Recorder(Forward):
    rows: Mapping[int, LineOwnership] = field(default_factory=dict)
    labels: Mapping[str, str | Loc] = field(default_factory=dict)
    source: Sequence[str] = ()
    silent: bool = False
    at: int = 0  # the line of the last statement
    ends: int = 0  # open `try` statements with a `finally`, where `return` is not the end

    def statement(self, node: Statement, held: Names) -> tuple[Statement | None, Held]:
        if isinstance(node, Guarded):
            return super().statement(node, held)
        if isinstance(node, _COMPOUND):
            self._alive(node.loc, held)
            ends = isinstance(node, Try) and bool(node.final)
            self.ends += ends
            result = super().statement(node, held)
            self.ends -= ends
            return result
        changed, after = super().statement(node, held)
        match node:
            case Drop(names):
                self._freed(node.loc, [name for name in names if name in held])
                if node.loc.line != self.at:
                    return changed, after  # at the end of a loop, or at the start of a branch
            case Assign(targets, replaces=replaces):
                self._set(node.loc, [name for target in targets for name in target_names(target)])
                self._freed(node.loc, replaces, " before")
            case Return(value) if not self.ends:
                kept = {inner.value.name for inner in _retains(value) if isinstance(inner.value, Local)}
                self._freed(node.loc, sorted(held - kept))
            case Discard(RunCall("drop", [value])) if not self.silent and node.loc.line in self.rows:
                self.rows[node.loc.line].freed.append(_text(value.loc, self.source))
            case Define(_, _, _, _, body):
                if not self.silent:
                    _record(body, node.owned, self.rows, self.labels, self.source)
            case _:
                pass
        self._alive(node.loc, held if isinstance(node, Break | Continue) else after or frozenset())
        return changed, after

    def loop(self, node: While | For, held: Names) -> tuple[Statement, Held]:
        """Exactly, by looking at a step first: `Forward` takes every name of the body for held."""
        given = frozenset(target_names(node.target)) & self.owned if isinstance(node, For) else frozenset()
        silent, self.silent = self.silent, True
        self.leaving.append(frozenset())
        after = self.block(node.body, held | given)[1]
        self.leaving.pop()
        self.silent = silent
        entered = held | (after or frozenset())
        self.leaving.append(frozenset())
        ended = self.block(node.body, entered | given)[1]
        broken = self.leaving.pop()
        left = self.block(node.otherwise, entered | (ended or frozenset()))[1]
        return node, frozenset((left or frozenset()) | broken) if left is not None or broken else None

    def _alive(self, loc: Loc, held: Names) -> None:
        self.at = loc.line
        if not self.silent and loc.line in self.rows:
            self.rows[loc.line].alive = tuple(sorted({self._label(name) for name in held}))

    def _set(self, loc: Loc, names: Sequence[str]) -> None:
        """What was freed on this line already, was the value before."""
        if not self.silent and loc.line in self.rows:
            labels = {self._label(name) for name in names}
            row = self.rows[loc.line]
            row.freed = [f"{each} before" if each in labels else each for each in row.freed]

    def _freed(self, loc: Loc, names: Iterable[str], suffix: str = "") -> None:
        if not self.silent and loc.line in self.rows:
            row = self.rows[loc.line]
            row.freed = list(dict.fromkeys([*row.freed, *(self._label(name) + suffix for name in names)]))

    def _label(self, name: str) -> str:
        label = self.labels.get(name, name)
        if isinstance(label, Loc):
            return _text(label, self.source)
        return "_" if label.startswith("unused ") else label.rsplit(" ", 1)[-1]  # as `check` names what users do not


def _retains(value: object) -> Iterable[Retain]:
    return () if value is None else (node for node in descendants(value) if isinstance(node, Retain))


def _text(loc: Loc, source: Sequence[str]) -> str:
    """The source at `loc`; of several lines the first."""
    line = source[loc.line - 1]
    if loc.end_line == loc.line:
        return line[loc.column : loc.end_column]
    return f"{line[loc.column :].strip()} …"
