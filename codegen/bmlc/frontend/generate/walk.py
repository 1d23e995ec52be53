"""Visiting the names of a script in order, each with the block that it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bmlc.frontend.host import (
    Arithmetic,
    Assign,
    Compare,
    Discard,
    Expression,
    ForRange,
    If,
    Item,
    Local,
    Logical,
    MethodCall,
    Negate,
    Not,
    Return,
    Statement,
    Unpack,
)

__all__ = ["Mention", "mentions"]


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
        match statement:
            case Discard(value) | Return(value):
                yield from _reads(value, blocks)
            case Assign(target, value):
                yield from _reads(value, blocks)
                yield Mention(target, blocks, statement)
            case Unpack(targets, value):
                yield from _reads(value, blocks)
                yield from (Mention(target, blocks, statement) for target in targets)
            case If(test, then, otherwise):
                yield from _reads(test, blocks)
                yield from mentions(then, blocks)
                yield from mentions(otherwise, blocks)
            case ForRange(target, bounds, inner):
                for bound in bounds:
                    yield from _reads(bound, blocks)
                yield Mention(target, (*blocks, id(inner)), statement)
                yield from mentions(inner, blocks)
            case _:
                pass


def _reads(value: Expression | None, blocks: tuple[int, ...]) -> Iterator[Mention]:
    match value:
        case Local(name):
            yield Mention(name, blocks, None)
        case MethodCall(owner, _, positional, options):
            for part in (owner, *positional, *(option for _, option in options)):
                yield from _reads(part, blocks)
        case Item(owner):
            yield from _reads(owner, blocks)
        case Arithmetic(_, left, right) | Logical(_, left, right):
            yield from _reads(left, blocks)
            yield from _reads(right, blocks)
        case Compare(operands):
            for operand in operands:
                yield from _reads(operand, blocks)
        case Not(operand) | Negate(operand):
            yield from _reads(operand, blocks)
        case _:
            pass
