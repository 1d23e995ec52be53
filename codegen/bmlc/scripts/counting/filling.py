"""Set a name at once, not by way of a name of ours.

items = [];                                   ys = [];
for (const x of xs) items.push(f(x));    =>   for (const x of xs) ys.push(f(x));
ys = items;

That is so where nobody looks at the name meanwhile: no statement between names it, nor a handler or a function inside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from bmlc.emit import js
from bmlc.scripts.counting.code import (
    Code,
    If,
    Loop,
    Set,
    Statement,
    Target,
    Try,
    Unpack,
    names_of,
    set_names,
    with_blocks,
)
from bmlc.scripts.counting.moving import held
from bmlc.scripts.counting.walking import count_names, names_in, rewritten
from bmlc.scripts.values import is_name

__all__ = ["fill_by_name", "renamed"]

N = TypeVar("N")


def fill_by_name(code: Code, ours: Collection[str], seen: Collection[str], owned: Collection[str]) -> Code:
    """A function's code; `ours` are names that no user wrote, `seen` those that others may look at any time."""
    return _Filler(ours, seen, owned, count_names(code), Counter(set_names(code))).block(code)


@dataclass
class _Filler:
    ours: Collection[str]
    seen: Collection[str]
    owned: Collection[str]
    reads: Counter[str]
    sets: Counter[str]

    def block(self, code: Code, tried: bool = False) -> Code:
        found: Code = []
        for statement in code:
            filled = self._filled(found, statement, tried)
            found = [*found, statement] if filled is None else filled
        return [with_blocks(each, partial(self.block, tried=tried or isinstance(each, Try))) for each in found]

    def _filled(self, before: Code, statement: Statement, tried: bool) -> Code | None:
        """What stands before `statement`, which does all that it does; None elsewhere."""
        match statement:
            case Set(name, value):
                return self._by_name(before, held(value, statement.fresh), name, tried)
            case Unpack(target, js.Array(elements)) if len(target) == len(elements) and not tried:
                return self._one_by_one(before, statement, elements)
        return None

    def _one_by_one(self, before: Code, statement: Unpack, elements: Sequence[js.Expression]) -> Code | None:
        """`[x, n] = [f1, 0]`, where one may be set before: the others follow, if they read none of the names."""
        left: Code = []
        reads = self.reads.copy()
        for part, each in zip(statement.target, elements, strict=True):
            source = held(each, statement.fresh) if isinstance(part, str) else None
            filled = None if source is None else self._by_name(before, source, str(part), tried=False)
            if filled is not None:
                before = filled
            elif isinstance(part, str) and names_in(each).isdisjoint(names_of(statement.target)):
                left.append(Set(part, each, statement.loc, statement.fresh))
            else:
                left += [statement] * len(elements)  # which stays as it is
        if len(left) < len(elements):
            return [*before, *left]
        self.reads = reads
        return None

    def _by_name(self, before: Code, value: js.Expression | None, name: str, tried: bool) -> Code | None:
        """The statements that set `value`, a name of ours that is read nowhere else: they set `name`."""
        source = value.name if isinstance(value, js.Identifier) else ""
        if source not in self.ours or name in self.seen or source in self.seen:
            return None
        if name in self.owned and source not in self.owned:
            return None
        start = next((k for k, each in enumerate(before) if source in set_names([each])), None)
        if start is None:
            return None
        between = before[start:]
        counts, sets = count_names(between), Counter(set_names(between))
        if sets[source] != self.sets[source] or counts[source] + 1 != self.reads[source]:
            return None
        ends = len([each for each in _last(between) if isinstance(each, Set) and each.name == source])
        if ends < sets[source] and (tried or counts[name] or sets[name]):  # somebody might see it
            return None
        self.reads += Counter({name: counts[source]})
        return [*before[:start], *(renamed(each, {source: name}) for each in between)]


def _last(code: Code) -> Iterator[Statement]:
    """What comes last, whichever way control takes."""
    match code[-1:]:
        case [If(_, then, otherwise)]:
            yield from (*_last(then), *_last(otherwise))
        case [last]:
            yield last


def renamed(node: N, names: Mapping[str, str]) -> N:
    """Statements or an expression with other names."""

    def target(part: Target) -> Any:
        return names.get(part, part) if isinstance(part, str) else list(map(target, part))

    def changed(node: object) -> object:
        match node:
            case js.Identifier(name) if is_name(node) and name in names:
                return js.name(names[name])
            case Set(name) if name in names:
                return replace(node, name=names[name])
            case Unpack(set_here) | Loop(target=str() | list() as set_here) if names.keys() & names_of(set_here):
                return replace(node, target=target(set_here))
        return node

    return rewritten(node, changed)
