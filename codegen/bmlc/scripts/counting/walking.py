"""Going through lowered code: the statements of a function, and the JavaScript in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import TypeVar

from bmlc.emit import js
from bmlc.ir import Loc

__all__ = ["count_names", "names_in", "parts", "rewritten", "walk"]

N = TypeVar("N")


@cache
def _fields(kind: type) -> tuple[str, ...]:
    is_leaf = not is_dataclass(kind) or issubclass(kind, js.Identifier | Loc)
    return () if is_leaf else tuple(field.name for field in fields(kind))


def parts(node: object) -> Sequence[object]:
    """What stands in a node, from left to right."""
    if isinstance(node, list | tuple):
        return node
    kind: type = node.__class__
    return [getattr(node, name) for name in _fields(kind)]


def walk(node: object) -> Iterator[object]:
    """A node, and all that stands in it."""
    left = [node]
    while left:
        node = left.pop()
        yield node
        left += reversed(parts(node))


def rewritten(node: N, rule: Callable[[object], object]) -> N:
    """A node where `rule` makes something of each part, those inside of it first: itself where nothing changes."""
    before = parts(node)
    after = [rewritten(each, rule) for each in before]
    made: object = node
    if any(one is not other for one, other in zip(before, after, strict=True)):
        if isinstance(node, list | tuple):
            made = node.__class__(after)
        else:
            kind: type = node.__class__
            made = replace(node, **dict(zip(_fields(kind), after, strict=True)))  # type: ignore[type-var]  # a dataclass
    return rule(made)  # type: ignore[return-value]  # a rule gives what may stand there


def names_in(node: object) -> set[str]:
    """The names that an expression or statements read."""
    found: set[str] = set()
    left = [node]
    while left:
        match left.pop():
            case js.Identifier(name):
                found.add(name)
            case js.Arrow(params, body):
                found |= names_in(body) - names_in(params)
            case other:
                left += parts(other)
    return found


def count_names(node: object) -> Counter[str]:
    """How often each name is read."""
    return Counter(each.name for each in walk(node) if isinstance(each, js.Identifier))
