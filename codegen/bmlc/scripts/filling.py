"""Fill a list by the name that it is given to.

    items = [];                                   ys = [];
    for (const x of xs) items.push(f(x));    =>   for (const x of xs) ys.push(f(x));
    ys = items;

That is so where nobody looks at the name meanwhile: no statement between names it, nor a handler or a function inside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import partial
from typing import TypeVar

from bmlc.emit import js
from bmlc.ir import Loc
from bmlc.scripts.borrowing import count_names, with_blocks
from bmlc.scripts.code import Code, If, Set, Statement, Try, set_names

__all__ = ["fill_by_name", "renamed"]


def fill_by_name(code: Code, ours: Collection[str], seen: Collection[str]) -> Code:
    """A function's code; `ours` are names that no user wrote, `seen` those that others may look at any time."""
    counts = Counter[str]()
    count_names(code, counts)
    return _block(code, _Names(frozenset(ours), frozenset(seen), counts, Counter(set_names(code))))


N = TypeVar("N")


class _Names:
    def __init__(self, ours: frozenset[str], seen: frozenset[str], mentions: Counter[str], sets: Counter[str]) -> None:
        self.ours, self.seen, self.mentions, self.sets = ours, seen, mentions, sets


def _block(code: Code, names: _Names, tried: bool = False) -> Code:
    found: Code = []
    for statement in code:
        match statement:
            case Set(name, js.Identifier(source), fresh=False) if not tried and _may_become(source, name, names):
                start = next((k for k, each in enumerate(found) if isinstance(each, Set) and each.name == source), None)
                if start is not None and _is_whole(found[start:], source, name, names):
                    found[start:] = [renamed(each, {source: name}) for each in found[start:]]
                    continue
            case Set(name, js.Identifier(source), fresh=False) if found and _is_chosen(found[-1], source, names):
                chosen = found.pop()
                assert isinstance(chosen, If)
                then, otherwise = _ends_in(chosen.then, name), _ends_in(chosen.otherwise, name)
                found.append(replace(chosen, then=then, otherwise=otherwise))
                continue
        inside = partial(_block, names=names, tried=tried or isinstance(statement, Try))
        found.append(with_blocks(statement, inside))
    return found


def _is_chosen(statement: Statement, source: str, names: _Names) -> bool:
    """Whether both branches of an `if` end in setting `source`, a name of ours that is read once."""
    if not isinstance(statement, If) or source not in names.ours or source in names.seen:
        return False
    for block in (statement.then, statement.otherwise):
        if not block or not isinstance(block[-1], Set) or block[-1].name != source:
            return False
    return names.mentions[source] == 1 and names.sets[source] == 2


def _ends_in(code: Code, name: str) -> Code:
    """A block whose last statement sets `name` instead."""
    last = code[-1]
    assert isinstance(last, Set)
    return [*code[:-1], replace(last, name=name)]


def _may_become(source: str, name: str, names: _Names) -> bool:
    return source in names.ours and name not in names.seen and source not in names.seen and names.sets[source] == 1


def _is_whole(between: Code, source: str, name: str, names: _Names) -> bool:
    """Whether all that is said of `source` stands here, and nothing of `name`."""
    counts = Counter[str]()
    count_names(between, counts)
    return counts[source] + 1 == names.mentions[source] and not counts[name] and name not in set_names(between)


def renamed(node: N, names: Mapping[str, str]) -> N:
    """Statements or an expression with other names."""
    return _rename(node, names)  # type: ignore[return-value]


def _rename(node: object, names: Mapping[str, str]) -> object:
    match node:
        case Set(name) if name in names:
            return replace(node, name=names[name])
        case js.Identifier() if node.__class__ is js.Identifier:
            return js.name(names[node.name]) if node.name in names else node
        case js.Identifier() | Loc() | str() | None:
            return node
        case tuple():
            return tuple(_rename(each, names) for each in node)
        case list():
            return [_rename(each, names) for each in node]
        case _ if is_dataclass(node) and not isinstance(node, type):
            changed = {field.name: _rename(getattr(node, field.name), names) for field in fields(node)}
            return replace(node, **changed)
    return node
