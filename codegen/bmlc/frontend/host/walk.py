"""Going through host trees without naming every node: children, and rebuilding with other children."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar

from bmlc.ir.loc import Loc

__all__ = ["children", "descendants", "rebuild"]

Node = TypeVar("Node")
_NO_NODES = (
    "type",
    "loc",
    "param_types",
    "result",
    "results",
    "params",
    "replaces",
    "owned",
    "captures",
    "objects",
    "names",
)


def children(node: Any) -> Iterator[Any]:
    """The nodes directly below `node`, expressions, statements, targets, clauses and handlers, in order."""
    for name in _fields(node.__class__):
        yield from _nodes(getattr(node, name))


def descendants(node: Any) -> Iterator[Any]:
    """`node` and all nodes below it, in order."""
    yield node
    for child in children(node):
        yield from descendants(child)


def rebuild(node: Node, change: Callable[[Any], Any]) -> Node:
    """`node` with each of its children replaced by what `change` makes of it; the same object if none was."""
    changed = {}
    kind: Any = node.__class__
    for name in _fields(kind):
        before = getattr(node, name)
        after = _changed(before, change)
        if after is not before:
            changed[name] = after
    return replace(node, **changed) if changed else node  # type: ignore[type-var]


@cache
def _fields(kind: type[Any]) -> tuple[str, ...]:
    """The fields that may hold nodes."""
    return tuple(field.name for field in fields(kind) if field.name not in _NO_NODES)


def _nodes(value: Any) -> Iterator[Any]:
    if isinstance(value, tuple):
        for item in value:
            yield from _nodes(item)
    elif _is_node(value):
        yield value


def _changed(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, tuple):
        items = tuple(_changed(item, change) for item in value)
        return value if all(new is old for new, old in zip(items, value, strict=True)) else items
    return change(value) if _is_node(value) else value


def _is_node(value: Any) -> bool:
    return is_dataclass(value) and not isinstance(value, type | Loc)
