"""Names whose last use stores what they own: it goes there as it is.

pair = [run.retain(x), run.retain(y)];            pair = [x, y];
[x, y] = run.drop(x, y);                    =>    [x, y] = [];

That is so where storing comes last in the statement: whatever throws before leaves the reference with its name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar, cast

from bmlc.emit import js
from bmlc.ir import Loc

__all__ = ["is_exchange", "mentions", "moved_into", "retained_name", "retained_names"]

N = TypeVar("N", bound="js.Expression | js.Statement")
_STORING_METHODS = ("push", "set")
_STORING_HELPERS = ("exchangeAttribute", "exchangeItem", "exchangeValue", "insertItem")


def moved_into(node: N, dying: AbstractSet[str]) -> tuple[N, frozenset[str]]:
    """`node` with references of `dying` names that it takes over, and these names."""
    if not dying or not isinstance(node, js.Expression):
        return node, frozenset()
    counts = Counter[str]()
    mentions(node, counts)
    mover = _Mover({name for name in dying if counts[name] == 1})
    return cast(N, mover.root(node)), frozenset(mover.moved)


def retained_name(node: object) -> str | None:
    """`x` of `run.retain(x)`."""
    match node:
        case js.Call(js.Member(js.Identifier("run"), "retain"), (js.Identifier(name),)):
            return name
    return None


def retained_names(node: object) -> frozenset[str]:
    """All that `node` retains."""
    match node:
        case js.Call(js.Member(js.Identifier("run"), "retain"), (js.Identifier(name),)):
            return frozenset({name})
        case js.Call(
            js.Member(js.Identifier("run"), "retain"), (js.Call(js.Identifier("bound"), (js.Identifier(name), _)),)
        ):
            return frozenset({name})
    if isinstance(node, tuple):
        return frozenset().union(*map(retained_names, node))
    if not is_dataclass(node) or isinstance(node, Loc | js.Identifier):
        return frozenset()
    return frozenset().union(*(retained_names(getattr(node, field.name)) for field in fields(node)))


def is_exchange(node: js.Expression) -> bool:
    """Whether names that are unpacked into may give up what they are to others at once, as in `[a, b] = [b, a]`."""
    return isinstance(node, js.Array) and all(
        isinstance(each, js.Identifier | js.Literal) or retained_name(each) for each in node.elements
    )


def mentions(node: object, found: Counter[str]) -> None:
    """How often each name stands in `node`."""
    match node:
        case js.Identifier():
            found[node.name] += 1
        case tuple():
            for each in node:
                mentions(each, found)
        case _ if is_dataclass(node) and not isinstance(node, Loc):
            for field in fields(node):
                mentions(getattr(node, field.name), found)


class _Mover:
    def __init__(self, dying: AbstractSet[str]) -> None:
        self.dying = dying
        self.moved: set[str] = set()

    def root(self, node: js.Expression) -> js.Expression:
        match node:
            case js.Call(js.Member(js.Identifier("run"), "drop"), (js.Call() as inner,)):
                return replace(node, arguments=(self.root(inner),))
            case js.Call(js.Member(_, name)) if name in _STORING_METHODS:
                return self._call(node)
            case js.Call(js.Identifier(name)) if name in _STORING_HELPERS:
                return self._call(node)
        return self._value(node)

    def _call(self, node: js.Call) -> js.Call:
        return replace(node, arguments=tuple(map(self._value, node.arguments)))

    def _value(self, node: js.Expression) -> js.Expression:
        name = retained_name(node)
        if name in self.dying:
            assert name is not None
            self.moved.add(name)
            return js.name(name)
        match node:
            case js.Array(elements):
                return replace(node, elements=tuple(map(self._value, elements)))
            case js.New(_, arguments):
                return replace(node, arguments=tuple(map(self._value, arguments)))
        return node
