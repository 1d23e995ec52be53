"""Leave out the drops of names that hold nothing where they stand.

    best = None                               best = None
    best = run.replace(best, f(x))     =>     best = f(x)

Counting goes backwards and cannot know what a name holds; this goes forwards.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from bmlc.emit import js
from bmlc.scripts.counting.code import Clear, Code, Drop, Loop, Set, Statement, Unpack, names_of, with_blocks
from bmlc.scripts.counting.flow import Flow

__all__ = ["Held", "omit_needless"]

Names = frozenset[str]


def omit_needless(code: Code, owned: Names, held: Names) -> Code:
    """A function's code without drops of names that cannot hold a value; `held` are its parameters that do."""
    flow = Held(owned)
    flow.block(code, held)
    return flow.omitted(code)


class Held(Flow[Names]):
    """The names that may hold something: `before` has those before each statement that some path leads to."""

    def __init__(self, owned: Names) -> None:
        super().__init__()
        self.owned = owned
        self.before: dict[int, Names] = {}

    def statement(self, statement: Statement, state: Names) -> Names | None:
        self.before[id(statement)] = self.before.get(id(statement), state) | state
        return super().statement(statement, state)

    def step(self, statement: Statement, state: Names) -> Names:
        match statement:
            case Drop(names) | Clear(names):
                return state.difference(names)
            case Set(name, js.Literal()):
                return state - {name}
            case Set(name):
                return state | ({name} & self.owned)
            case Unpack(target):
                return state | self.owned.intersection(names_of(target))
        return state

    def entered(self, loop: Loop, state: Names) -> Names:
        return state | self.owned.intersection(names_of(loop.target))

    def joined(self, one: Names, other: Names) -> Names:
        return one | other

    def without(self, names: Collection[str], state: Names) -> Names:
        return state.difference(names)

    def omitted(self, code: Code) -> Code:
        found: Code = []
        for statement in code:
            held = self.before.get(id(statement), self.owned)
            match statement:
                case Drop(names):
                    left = tuple(name for name in names if name in held or name not in self.owned)
                    found += [replace(statement, names=left)] if left else []
                case Set(name):
                    found.append(replace(statement, replaces=statement.replaces and name in held))
                case Unpack(replaces=names):
                    found.append(replace(statement, replaces=tuple(name for name in names if name in held)))
                case _:
                    found.append(with_blocks(statement, self.omitted))
        return found
