"""Which names that own tensors are still needed, going backwards over a function's statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from bmlc.frontend.host import (
    Assign,
    Break,
    Continue,
    Define,
    For,
    If,
    Invoke,
    ItemTarget,
    Local,
    NameTarget,
    Raise,
    Reraise,
    Return,
    Statement,
    Target,
    Timed,
    Try,
    While,
    children,
)
from bmlc.frontend.ownership.functions import FunctionFacts, assigned_names, target_names

__all__ = ["Exits", "Liveness", "Names", "read_parts"]

Names: TypeAlias = frozenset[str]
_NONE: Names = frozenset()


@dataclass(frozen=True)
class Exits:
    """The names that are needed where control goes by a jump: `throws` may be at any statement."""

    breaks: Names = _NONE
    continues: Names = _NONE
    returns: Names = _NONE
    throws: Names = _NONE


@dataclass(frozen=True)
class Liveness:
    """The analysis for one function.

    Args:
        owned: The names that own tensors.
        views: Names that own nothing -> the names of what they look into, which is needed while they are.
        functions: What each function of the script reads when it is called.
    """

    owned: Names
    views: Mapping[str, Names]
    functions: Mapping[str, FunctionFacts]

    def uses(self, *nodes: Any) -> Names:
        """The owned names that these nodes need."""
        found: set[str] = set()
        for node in nodes:
            self._collect(node, found)
        return frozenset(found)

    def _collect(self, node: Any, found: set[str]) -> None:
        if isinstance(node, Local):
            found |= self.views.get(node.name, {node.name} & self.owned) & self.owned
            return
        if isinstance(node, Invoke):
            for name in self.functions[node.function].captures:
                found |= self.views.get(name, {name}) & self.owned
        for child in children(node):
            self._collect(child, found)

    def sets(self, targets: Iterable[Target]) -> Names:
        return frozenset(name for target in targets for name in target_names(target)) & self.owned

    def block(self, body: Sequence[Statement], after: Names, exits: Exits) -> Names:
        """What is needed before `body`, if `after` is needed after it."""
        for node in reversed(body):
            after = self.before(node, after, exits)
        return after | exits.throws

    def before(self, node: Statement, after: Names, exits: Exits) -> Names:
        """What is needed before `node`."""
        needed = self.uses(*read_parts(node)) | exits.throws
        match node:
            case Break():
                return needed | exits.breaks
            case Continue():
                return needed | exits.continues
            case Return():
                return needed | exits.returns
            case Raise() | Reraise():
                return needed
            case If(_, then, otherwise):
                return needed | self.block(then, after, exits) | self.block(otherwise, after, exits)
            case Timed(_, _, body):
                return needed | self.block(body, after, exits)
            case While() | For():
                return self.head(node, after, exits)
            case Try():
                return needed | self.tried(node, after, exits).body_in
            case Assign(targets):
                return needed | ((after | exits.throws) - self.sets(targets)) | exits.throws
            case _:
                return needed | after

    def head(self, node: While | For, after: Names, exits: Exits) -> Names:
        """What is needed before each step of a loop.

        One pass over the body is enough: names that the next step needs are needed here because it uses them.
        """
        left = self.block(node.otherwise, after, exits)
        inner = replace(exits, breaks=after, continues=_NONE)
        body = self.block(node.body, _NONE, inner)
        if isinstance(node, For):
            body -= self.sets([node.target])
        return left | body | self.uses(*read_parts(node)) | exits.throws

    def tried(self, node: Try, after: Names, exits: Exits) -> Tried:
        """What is needed at the joints of a `try`."""
        final_in = after
        outer = exits
        if node.final:
            everywhere = after | exits.breaks | exits.continues | exits.returns | exits.throws
            final_in = self.block(node.final, everywhere, exits)
            outer = Exits(final_in, final_in, final_in, final_in)
        handlers = tuple(self.block(handler.body, final_in, outer) for handler in node.handlers)
        otherwise_in = self.block(node.otherwise, final_in, outer)
        inner = replace(outer, throws=outer.throws.union(*handlers))
        return Tried(self.block(node.body, otherwise_in, inner), otherwise_in, handlers, final_in, outer, inner)

    def touched(self, *bodies: Sequence[Statement]) -> Names:
        """The owned names that these statements set."""
        return frozenset(name for body in bodies for name in assigned_names(body)) & self.owned


@dataclass(frozen=True)
class Tried:
    """What is needed at the joints of a `try`, and where jumps lead from inside: `inner` from its body."""

    body_in: Names
    otherwise_in: Names
    handlers: tuple[Names, ...]
    final_in: Names
    outer: Exits
    inner: Exits


def read_parts(node: Statement) -> list[Any]:
    """The expressions that a statement itself evaluates, without those of the statements in it."""
    match node:
        case Assign(targets, value):
            return [value, *(part for target in targets for part in _target_reads(target))]
        case If(test) | While(test):
            return [test]
        case For(target, iterable):
            return [iterable, *_target_reads(target)]
        case Timed(label):
            return [label]
        case Define(defaults=defaults):
            return list(defaults)
        case Try():
            return []
        case _:
            return list(children(node))


def _target_reads(target: Target) -> list[Any]:
    match target:
        case NameTarget():
            return []
        case ItemTarget(owner, index):
            return [owner, index]
        case _:
            return [part for item in target.items for part in _target_reads(item)]
