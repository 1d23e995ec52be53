"""Going through host trees without naming every node: children, and rebuilding with other children."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from operator import is_
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
    found: list[Any] = []
    for name in _fields(node.__class__):
        _gather(getattr(node, name), found)
    return iter(found)


def descendants(node: Any) -> Iterator[Any]:
    """`node` and all nodes below it, in order."""
    open_nodes = [node]
    while open_nodes:
        node = open_nodes.pop()
        yield node
        open_nodes += reversed(list(children(node)))


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


def _gather(value: Any, found: list[Any]) -> None:
    """The nodes that `value`, a field, holds."""
    if value.__class__ is tuple:
        for item in value:
            _gather(item, found)
    elif _are_nodes(value.__class__):
        found.append(value)


def _changed(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, tuple):
        items = tuple([_changed(item, change) for item in value])
        return value if all(map(is_, items, value)) else items
    return change(value) if _are_nodes(value.__class__) else value


@cache
def _are_nodes(kind: type[Any]) -> bool:
    return is_dataclass(kind) and kind is not Loc
