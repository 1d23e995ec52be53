"""Where each local is declared in JavaScript, whose names live in blocks where Python's live in functions.

A name is declared by its first assignment (`const`, or `let` where others follow) if everything that mentions it stands
in that block; else at the top of the function.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bmlc.frontend.generate.walk import Mention, mentions
from bmlc.frontend.host import Statement

__all__ = ["Declaration", "find_declarations"]


@dataclass(frozen=True)
class Declaration:
    """`at` is the statement that declares the name, None for the top of the function."""

    at: Statement | None
    is_constant: bool


def find_declarations(
    body: Sequence[Statement], params: Collection[str], owned: Collection[str] = ()
) -> Mapping[str, Declaration]:
    """The declaration of every local that is not a parameter; of those that somebody else sets, none."""
    found: dict[str, list[Mention]] = {}
    for mention in mentions(body):
        if mention.name not in params:
            found.setdefault(mention.name, []).append(mention)
    return {
        name: Declaration(None, False) if name in owned else _declaration(all_of_it)
        for name, all_of_it in found.items()
        if any(mention.setter is not None for mention in all_of_it)
    }


def _declaration(all_of_it: Sequence[Mention]) -> Declaration:
    first = all_of_it[0]
    setters = [mention for mention in all_of_it if mention.setter is not None]
    inside = all(mention.blocks[: len(first.blocks)] == first.blocks for mention in all_of_it)
    # `a, b = b, a = pair` sets names twice, which one declaration cannot.
    inside &= sum(mention.setter is first.setter for mention in setters) == 1
    return Declaration(first.setter if inside else None, inside and len(setters) == 1)
