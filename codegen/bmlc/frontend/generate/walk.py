"""Visiting the names of a script in order, each with the block that it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from bmlc.frontend.host import Assign, For, Handler, Local, NameTarget, Statement, children

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
    if isinstance(node, Assign):
        yield from _reads(node.value, blocks)
        for target in node.targets:
            yield from _sets(target, blocks, node)
        return
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(node, For) and field.name == "target":
            continue
        if isinstance(node, For) and field.name == "body":
            yield from _sets(node.target, (*blocks, id(value)), node)
        if field.name in _BODIES and isinstance(value, tuple):
            yield from mentions(value, blocks)
        elif field.name == "handlers":
            for handler in value:
                yield from _of_statement(handler, blocks)
        elif field.name not in ("loc", "type", "param_types", "result"):
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
    if isinstance(value, Local):
        yield Mention(value.name, blocks, None)
    elif hasattr(value, "loc") and not isinstance(value, Handler):
        for child in children(value):
            yield from _reads(child, blocks)
