"""Going through lowered code: the statements of a function, and the JavaScript in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import TypeVar

from bmlc.emit import js
from bmlc.ir import Loc

__all__ = ["count_names", "names_in", "parts", "rebuilt", "walk"]

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


def rebuilt(node: N, change: Callable[[object], object]) -> N:
    """A node of its parts, changed: itself where none is."""
    before = parts(node)
    after = [change(each) for each in before]
    if all(one is other for one, other in zip(before, after, strict=True)):
        return node
    if isinstance(node, list | tuple):
        return node.__class__(after)  # type: ignore[return-value]
    kind: type = node.__class__
    return replace(node, **dict(zip(_fields(kind), after, strict=True)))  # type: ignore[type-var]


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
