"""Leave out drops of names that hold nothing where they stand.

    best = None                               best = None
    try:                                      try:
        best = replace(best, f(x))     =>         best = f(x)

`insert_drops` goes backwards and cannot know what a name holds; this goes forwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from bmlc.frontend.host import (
    Assign,
    Break,
    Clear,
    Compare,
    Constant,
    Continue,
    Drop,
    Expression,
    For,
    Guarded,
    If,
    Local,
    Raise,
    Reraise,
    Return,
    Statement,
    Timed,
    Try,
    While,
)
from bmlc.frontend.ownership.functions import assigned_names, name_targets
from bmlc.frontend.ownership.liveness import Names
from bmlc.frontend.ownership.origins import holds

__all__ = ["Forward", "Held", "omit_needless"]

Held: TypeAlias = Names | None  # None: no path leads here


def omit_needless(body: Sequence[Statement], owned: Names) -> tuple[Statement, ...]:
    """One function's body without drops of names that cannot hold a value."""
    statements, _ = Forward(owned).block(body, frozenset())
    return statements


@dataclass
class Forward:
    """What names may hold, going forwards over a function's statements."""

    owned: Names
    leaving: list[Names] = field(default_factory=list)  # of the open loops: what breaks may hold

    def block(self, body: Sequence[Statement], held: Held) -> tuple[tuple[Statement, ...], Held]:
        result: list[Statement] = []
        for node in body:
            kept, held = self.statement(node, held if held is not None else frozenset())
            result += [] if kept is None else [kept]
        return tuple(result), held

    def statement(self, node: Statement, held: Names) -> tuple[Statement | None, Held]:
        match node:
            case Drop(names):
                left = tuple(name for name in names if name in held)
                return (replace(node, names=left) if left else None), held - set(names)
            case Clear(names):
                return node, held - set(names)
            case Assign():
                return self.assign(node, held)
            case Break():
                self.leaving[-1] |= held
                return node, None
            case Continue() | Return() | Raise() | Reraise():
                return node, None
            case If():
                none_then, none_otherwise = _known_none(node.test)
                then, after_then = self.block(node.then, held - none_then)
                otherwise, after_otherwise = self.block(node.otherwise, held - none_otherwise)
                return replace(node, then=then, otherwise=otherwise), _join(after_then, after_otherwise)
            case While() | For():
                return self.loop(node, held)
            case Timed():
                body, after = self.block(node.body, held)
                return replace(node, body=body), after
            case Guarded():
                body, after = self.block(node.body, held)
                return replace(node, body=body), after
            case Try():
                return self.tried(node, held)
            case _:
                return node, held

    def assign(self, node: Assign, held: Names) -> tuple[Statement, Names]:
        targets = [each for target in node.targets for each in name_targets(target) if each.name in self.owned]
        node = replace(node, replaces=tuple(name for name in node.replaces if name in held))
        empty = isinstance(node.value, Constant)
        held = held - {each.name for each in targets}
        return node, held | {each.name for each in targets if holds(each.type) and not empty}

    def loop(self, node: While | For, held: Names) -> tuple[Statement, Held]:
        set_inside = frozenset(assigned_names([node])) & self.owned
        entered = held | set_inside
        self.leaving.append(frozenset())
        body, _ = self.block(node.body, entered)
        broken = self.leaving.pop()
        otherwise, ended = self.block(node.otherwise, entered)
        return replace(node, body=body, otherwise=otherwise), _join(ended, broken)

    def tried(self, node: Try, held: Names) -> tuple[Statement, Held]:
        body, after = self.block(node.body, held)
        otherwise, after = self.block(node.otherwise, after)
        entered = held | (frozenset(assigned_names(node.body)) & self.owned)
        handlers = []
        for handler in node.handlers:
            handled, after_handler = self.block(handler.body, entered)
            handlers.append(replace(handler, body=handled))
            after = _join(after, after_handler)
        changed = replace(node, body=body, otherwise=otherwise, handlers=tuple(handlers))
        if not node.final:
            return changed, after
        everything = held | (frozenset(assigned_names([replace(node, final=())])) & self.owned)
        final, after_final = self.block(node.final, everything)
        return replace(changed, final=final), after_final if after is not None else None


def _known_none(test: Expression) -> tuple[Names, Names]:
    """The names that hold None where `test` is true, and where it is false."""
    match test:
        case Compare([Local(name), Constant(None)], ["is"]):
            return frozenset({name}), frozenset()
        case Compare([Local(name), Constant(None)], ["is not"]):
            return frozenset(), frozenset({name})
        case _:
            return frozenset(), frozenset()


def _join(first: Held, second: Held) -> Held:
    if first is None or second is None:
        return second if first is None else first
    return first | second
