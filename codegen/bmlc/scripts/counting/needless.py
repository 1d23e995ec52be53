"""Leave out the drops of names that hold nothing where they stand.

    best = None                               best = None
    best = run.replace(best, f(x))     =>     best = f(x)

Counting goes backwards and cannot know what a name holds; this goes forwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeAlias

from bmlc.emit import js
from bmlc.scripts.counting.code import (
    Clear,
    Code,
    Drop,
    If,
    Jump,
    Loop,
    Set,
    Statement,
    Try,
    Unpack,
    names_of,
    set_names,
)

__all__ = ["Forward", "Held", "known_none", "omit_needless"]

Names = frozenset[str]
Held: TypeAlias = Names | None  # None: no path leads here


def omit_needless(code: Code, owned: Names, held: Names) -> Code:
    """A function's code without drops of names that cannot hold a value; `held` are its parameters that do."""
    return Forward(owned).block(code, held)[0]


@dataclass
class Forward:
    """What names may hold, going forwards over a function's code."""

    owned: Names
    leaving: list[Names] = field(default_factory=list)  # of the open loops: what jumps out of them may hold

    def block(self, code: Code, held: Held) -> tuple[Code, Held]:
        result: Code = []
        for statement in code:
            if held is None:
                result.append(statement)
                continue
            kept, held = self.statement(statement, held)
            result += [] if kept is None else [kept]
        return result, held

    def statement(self, statement: Statement, held: Names) -> tuple[Statement | None, Held]:
        match statement:
            case Drop(names):
                left = tuple(name for name in names if name in held or name not in self.owned)
                return (replace(statement, names=left) if left else None), held - set(names)
            case Clear(names):
                return statement, held - set(names)
            case Set(name, value):
                counted = replace(statement, replaces=statement.replaces and name in held)
                sets = {name} & self.owned if not isinstance(value, js.Literal) else set()
                return counted, held - {name} | sets
            case Unpack(target):
                left = tuple(name for name in statement.replaces if name in held)
                return replace(statement, replaces=left), held | (frozenset(names_of(target)) & self.owned)
            case Jump(kind):
                if kind in ("break", "end"):
                    self.leaving[-1] |= held
                return statement, None
            case If():
                return self.choice(statement, held)
            case Loop():
                return self.loop(statement, held)
            case Try():
                return self.tried(statement, held)
        return statement, held

    def choice(self, statement: If, held: Names) -> tuple[Statement, Held]:
        none_then, none_otherwise = known_none(statement.test)
        then, one = self.block(statement.then, held - none_then)
        otherwise, other = self.block(statement.otherwise, held - none_otherwise)
        return replace(statement, then=then, otherwise=otherwise), join(one, other)

    def loop(self, statement: Loop, held: Names) -> tuple[Statement, Held]:
        entered = held | self._set_in([replace(statement, otherwise=[])])
        self.leaving.append(frozenset())
        body, _ = self.block(statement.body, entered)
        broken = self.leaving.pop()
        otherwise, ended = self.block(statement.otherwise, entered | broken)
        if statement.head == js.Literal(True) and statement.target is None:
            ended = broken if not statement.otherwise else ended  # it ends by a jump only
        return replace(statement, body=body, otherwise=otherwise), join(ended, broken)

    def tried(self, statement: Try, held: Names) -> tuple[Statement, Held]:
        body, after = self.block(statement.body, held)
        otherwise, after = self.block(statement.otherwise, after)
        entered = held | self._set_in(statement.body)
        handlers = []
        for test, code in statement.handlers:
            handled, end = self.block(code, entered)
            handlers.append((test, handled))
            after = join(after, end)
        changed = replace(statement, body=body, otherwise=otherwise, handlers=handlers)
        if not statement.final:
            return changed, after
        final, end = self.block(statement.final, held | self._set_in([replace(statement, final=[])]))
        return replace(changed, final=final), end if after is not None else None

    def _set_in(self, code: Code) -> Names:
        return self.owned.intersection(set_names(code))


def known_none(test: js.Expression) -> tuple[Names, Names]:
    """The names that hold nothing where `test` is true, and where it is false."""
    match test:
        case js.Binary("===", js.Identifier(name), js.Literal(None)):
            return frozenset({name}), frozenset()
        case js.Binary("!==", js.Identifier(name), js.Literal(None)):
            return frozenset(), frozenset({name})
    return frozenset(), frozenset()


def join(one: Held, other: Held) -> Held:
    """What may be held where two paths meet."""
    if one is None or other is None:
        return other if one is None else one
    return one | other
