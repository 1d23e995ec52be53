"""What expressions of JavaScript name."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

from bmlc.emit import js
from bmlc.ir import Loc

__all__ = ["collect_names", "names_in"]


def names_in(node: object) -> set[str]:
    """The names that an expression or a statement of JavaScript reads."""
    found: set[str] = set()
    collect_names(node, found)
    return found


def collect_names(node: object, found: set[str]) -> None:
    match node:
        case js.Identifier():
            found.add(node.name)
        case js.Arrow(params, body):
            found |= names_in(body) - names_in(params)
        case tuple():
            for each in node:
                collect_names(each, found)
        case _ if is_dataclass(node) and not isinstance(node, Loc):
            for field in fields(node):
                collect_names(getattr(node, field.name), found)
