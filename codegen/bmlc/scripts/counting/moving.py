"""Names whose last use stores what they own: it goes there as it is.

pair = [run.retain(x), run.retain(y)];            pair = [x, y];
[x, y] = run.drop(x, y);                    =>    [x, y] = [];

That is so where storing comes last in the statement: whatever throws before leaves the reference with its name.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import TypeVar, cast

from bmlc.emit import js
from bmlc.scripts.counting.walking import count_names, walk
from bmlc.scripts.values import Retain, is_name

__all__ = ["STORING_HELPERS", "STORING_METHODS", "held", "is_exchange", "moved_into", "retained_name", "retained_names"]

N = TypeVar("N", bound="js.Expression | js.Statement")
STORING_METHODS = ("push", "set")
STORING_HELPERS = ("append", "appendFirst", "exchangeAttribute", "exchangeItem", "exchangeValue", "insertItem")


def moved_into(node: N, dying: AbstractSet[str]) -> tuple[N, frozenset[str]]:
    """`node` with references of `dying` names that it takes over, and these names."""
    if not dying or not isinstance(node, js.Expression):
        return node, frozenset()
    counts = count_names(node)
    moved: set[str] = set()

    def stored(node: js.Expression) -> js.Expression:
        name = retained_name(node)
        if name is not None and name in dying and counts[name] == 1:
            moved.add(name)
            return js.name(name)
        match node:
            case js.Array(elements):
                return replace(node, elements=tuple(map(stored, elements)))
            case js.New(_, arguments):
                return replace(node, arguments=tuple(map(stored, arguments)))
        return node

    def done(node: js.Expression) -> js.Expression:
        match node:
            case js.Call(js.Member(js.Identifier("run"), "drop"), (js.Call() as inner,)):
                return replace(node, arguments=(done(inner),))
            case js.Call(js.Member(_, name) | js.Identifier(name)) if name in STORING_METHODS + STORING_HELPERS:
                return replace(node, arguments=tuple(map(stored, node.arguments)))
        return stored(node)

    return cast(N, done(node)), frozenset(moved)


def retained_name(node: object) -> str | None:
    """`x` of `run.retain(x)`."""
    match node:
        case Retain(_, (js.Identifier(name),)):
            return name
    return None


def held(value: js.Expression, fresh: bool) -> js.Expression | None:
    """What a name or an item holds with a reference of its own, and others hold, too."""
    match value:
        case Retain(_, (inner,)):
            return inner
        case js.Identifier() if is_name(value) and not fresh:
            return value
    return None


def retained_names(node: object) -> frozenset[str]:
    """All that `node` retains, also of names that may be unset."""
    found = set()
    for each in walk(node):
        match each:
            case Retain(_, (js.Identifier(name) | js.Call(js.Identifier("bound"), (js.Identifier(name), _)),)):
                found.add(name)
    return frozenset(found)


def is_exchange(node: js.Expression) -> bool:
    """Whether names that are unpacked into may give up what they are to others at once, as in `[a, b] = [b, a]`."""
    return isinstance(node, js.Array) and all(
        isinstance(each, js.Identifier | js.Literal) or retained_name(each) for each in node.elements
    )
