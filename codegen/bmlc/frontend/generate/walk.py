"""Visiting the names of a function in order, each with the block that it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from bmlc.frontend.host import (
    Assign,
    Comprehension,
    Define,
    For,
    Guarded,
    Handler,
    Invoke,
    Lambda,
    Local,
    NameTarget,
    Statement,
    Timed,
    children,
)

__all__ = ["Mention", "mentions"]

_BODIES = ("body", "then", "otherwise", "final")


@dataclass(frozen=True)
class Mention:
    """A name where it is read, or set by `setter`; `blocks` are the enclosing blocks, outermost first."""

    name: str
    blocks: tuple[int, ...]
    setter: Statement | None


def mentions(body: Sequence[Statement], blocks: tuple[int, ...] = ()) -> Iterator[Mention]:
    """Every mention of a local, reads before the assignment that they are part of."""
    blocks = (*blocks, id(body))
    for statement in body:
        yield from _of_statement(statement, blocks)


def _of_statement(node: Any, blocks: tuple[int, ...]) -> Iterator[Mention]:
    match node:
        case Assign(targets, value):
            yield from _reads(value, blocks)
            for target in targets:
                yield from _sets(target, blocks, node)
        case Define():
            yield Mention(node.name, blocks, node)
            for default in node.defaults:
                yield from _reads(default, blocks)
            for name in node.captures:
                yield Mention(name, (*blocks, id(node.body)), None)
        case Handler():  # its name is its own
            yield from (each for each in mentions(node.body, blocks) if each.name != node.name)
        case Timed():
            yield from _reads(node.label, blocks)
            if node.name is not None:
                yield Mention(node.name, blocks, node)
            yield from mentions(node.body, blocks)
        case Guarded():
            yield from (Mention(name, blocks, None) for name in node.names)
            yield from mentions(node.body, blocks)
        case _:
            yield from _of_parts(node, blocks)


def _of_parts(node: Any, blocks: tuple[int, ...]) -> Iterator[Mention]:
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(node, For) and field.name == "target":
            continue
        if isinstance(node, For) and field.name == "body":
            # Empty bodies are one and the same tuple: each loop has a block of its own.
            yield from _sets(node.target, (*blocks, id(value or node)), node)
        if field.name in _BODIES and isinstance(value, tuple):
            yield from mentions(value, blocks)
        elif field.name == "handlers":
            for handler in value:
                yield from _of_statement(handler, blocks)
        elif field.name not in ("loc", "type"):
            for item in value if isinstance(value, tuple) else (value,):
                yield from _reads(item, blocks)


def _sets(target: Any, blocks: tuple[int, ...], setter: Statement) -> Iterator[Mention]:
    if isinstance(target, NameTarget):
        yield Mention(target.name, blocks, setter)
        return
    for child in children(target):
        if isinstance(child, NameTarget) or hasattr(child, "items"):
            yield from _sets(child, blocks, setter)
        else:
            yield from _reads(child, blocks)


def _reads(value: Any, blocks: tuple[int, ...]) -> Iterator[Mention]:
    match value:
        case Local(name):
            yield Mention(name, blocks, None)
        case Lambda(params, body):
            yield from (each for each in _reads(body, blocks) if each.name not in params)
        case Comprehension():
            yield from _of_comprehension(value, blocks)
        case _ if hasattr(value, "loc"):
            if isinstance(value, Invoke):
                yield Mention(value.function, blocks, None)
            for child in children(value):
                yield from _reads(child, blocks)


def _of_comprehension(node: Comprehension, blocks: tuple[int, ...]) -> Iterator[Mention]:
    """What it reads of the names around it; those of its targets are its own."""
    own: set[str] = set()
    for clause in node.clauses:
        yield from (each for each in _reads(clause.iterable, blocks) if each.name not in own)
        own |= {each.name for each in _sets(clause.target, blocks, _NOBODY) if each.setter is not None}
        for condition in clause.conditions:
            yield from (each for each in _reads(condition, blocks) if each.name not in own)
    for part in (node.key, node.element):
        yield from (each for each in _reads(part, blocks) if each.name not in own)


_NOBODY: Any = object()
