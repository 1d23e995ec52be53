"""The statements of a function that is lowered: what references are counted on, before they are JavaScript's.

A name is a JavaScript name. `loc` is the Python line that an error or a breakpoint is shown at.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias, TypeVar

from bmlc.emit import js
from bmlc.ir import Loc

__all__ = [
    "Clear",
    "Code",
    "CountedFunction",
    "Define",
    "Do",
    "Drop",
    "If",
    "Jump",
    "Loop",
    "Set",
    "Statement",
    "Target",
    "Try",
    "Unpack",
    "blocks",
    "breaks",
    "leaves",
    "names_of",
    "set_names",
    "with_blocks",
]


@dataclass
class Set:
    """`name = value`. `fresh`: nobody owns the value's reference yet; `replaces`: the value before is given up."""

    name: str
    value: js.Expression
    loc: Loc | None = None
    fresh: bool = True
    replaces: bool = False


Target: TypeAlias = "str | list[Target]"
"""A name, or a pattern of them: `[a, [b, c]]`."""


@dataclass
class Unpack:
    """`[a, [b, c]] = value`; what those of `replaces` were is given up."""

    target: list[Target]
    value: js.Expression
    loc: Loc | None = None
    fresh: bool = True
    replaces: tuple[str, ...] = ()


@dataclass
class Drop:
    """`[a, b] = run.drop(a, b)`: names whose references are given up."""

    names: tuple[str, ...]
    loc: Loc | None = None


@dataclass
class Clear:
    """`a = undefined`: names whose references went elsewhere."""

    names: tuple[str, ...]
    loc: Loc | None = None


@dataclass
class Do:
    """An expression that is evaluated for what it does, or any other JavaScript statement that sets no name."""

    node: js.Expression | js.Statement
    loc: Loc | None = None


@dataclass
class If:
    test: js.Expression
    then: Code
    otherwise: Code
    loc: Loc | None = None


@dataclass
class Loop:
    """`for (target of iterable)`, or `while (test)` where there is no target; then the `else` of Python's loops."""

    target: Target | None
    head: js.Expression
    body: Code
    otherwise: Code = field(default_factory=list)
    waits: bool = False
    gated: bool = True
    loc: Loc | None = None


@dataclass
class Try:
    """Handlers are a test (None for all else) and what they do; `error` is what the test may name."""

    body: Code
    handlers: list[tuple[js.Expression | None, Code]]
    otherwise: Code
    final: Code
    error: str
    loc: Loc | None = None


@dataclass
class Jump:
    """break, continue, return or throw; `end` of a loop is where its `else` follows."""

    kind: str
    value: js.Expression | None = None
    loc: Loc | None = None


@dataclass
class Define:
    """A function of the script that is defined here; its text is known once all calls of it are."""

    site: object
    loc: Loc | None = None


Statement: TypeAlias = Set | Unpack | Drop | Clear | Do | If | Loop | Try | Jump | Define
Code: TypeAlias = list[Statement]


def blocks(statement: Statement) -> Iterator[Code]:
    """The blocks inside a statement."""
    match statement:
        case If(_, then, otherwise):
            yield from (then, otherwise)
        case Loop(body=body, otherwise=otherwise):
            yield from (body, otherwise)
        case Try(body, handlers, otherwise, final):
            yield body
            yield from (code for _, code in handlers)
            yield from (otherwise, final)


@dataclass(frozen=True)
class CountedFunction:
    """A function's code behind each pass that counts references, with the names that own some, in their order.

    `views` own none: each has the names that it looks into. `captured` are names that functions inside it may read at
    any time. `labels` are the user's names of what is owned, or where a value without one is.
    """

    stages: Sequence[tuple[Code, Sequence[str]]]
    lent: Collection[str] = ()
    captured: frozenset[str] = frozenset()
    views: Mapping[str, set[str]] = field(default_factory=dict)
    labels: Mapping[str, str | Loc] = field(default_factory=dict)

    @property
    def code(self) -> Code:
        return self.stages[-1][0]

    @property
    def names(self) -> Sequence[str]:
        return self.stages[-1][1]

    @property
    def body(self) -> Code:
        """Without the `finally` that gives up all that is left."""
        whole = self.code[-1]
        assert isinstance(whole, Try)
        return whole.body


S = TypeVar("S", bound=Statement)


def with_blocks(statement: S, change: Callable[[Code], Code]) -> S:
    """A statement with its blocks changed."""
    changed: dict[str, Any] = {}
    for name in ("body", "then", "otherwise", "final"):
        block = getattr(statement, name, None)
        if block and isinstance(block, list):
            changed[name] = change(block)
    if isinstance(statement, Try):
        changed["handlers"] = [(test, change(block)) for test, block in statement.handlers]
    return replace(statement, **changed) if changed else statement


def leaves(code: Code, *kinds: str) -> bool:
    """Whether control never reaches the end, but goes by a jump: one of these kinds, if any are given."""
    match code[-1:]:
        case [Jump(kind)]:
            return not kinds or kind in kinds
        case [If(_, then, otherwise)]:
            return leaves(then, *kinds) and leaves(otherwise, *kinds)
        case [Try(body, handlers, otherwise, final)]:
            ends = [otherwise if otherwise and not leaves(body, *kinds) else body, *(each for _, each in handlers)]
            return leaves(final, *kinds) or all(leaves(each, *kinds) for each in ends)
    return False


def breaks(code: Code) -> bool:
    """Whether a `break` of the loop with this body stands in it."""
    inside = (each.otherwise for each in code if isinstance(each, Loop))
    others = (block for each in code if not isinstance(each, Loop) for block in blocks(each))
    return any(isinstance(each, Jump) and each.kind == "break" for each in code) or any(map(breaks, (*inside, *others)))


def names_of(target: Target | None) -> Iterator[str]:
    """The names of a pattern, from left to right."""
    if isinstance(target, str):
        yield target
    for each in target if isinstance(target, list) else ():
        yield from names_of(each)


def set_names(code: Code) -> Iterator[str]:
    """The names that statements set, drops left out."""
    for statement in code:
        match statement:
            case Set(name):
                yield name
            case Unpack(target) | Loop(target=str() | list() as target):
                yield from names_of(target)
        for block in blocks(statement):
            yield from set_names(block)
