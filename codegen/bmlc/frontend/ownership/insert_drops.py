"""Drop each value right after its last use, on every path.

    for x in batches:                 for x in batches:
        loss = f(x)                       loss = replace(loss, f(x))      # what is needed after the loop stays
    print(g(loss))              =>        drop(x)
                                      g_1 = g(loss)
                                      drop(loss)
                                      print(g_1)
                                      drop(g_1)

A name's last use that stores its value moves it; other uses that store it retain. Drops clear the names: whatever way
the function ends, the names that are not clear then are what is left to drop. That is left to the generated `finally`;
everything here is only about doing it earlier.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from bmlc.frontend.host import (
    BOOL,
    Assign,
    Break,
    Clear,
    Continue,
    Drop,
    Exchange,
    Expression,
    For,
    If,
    Invoke,
    Local,
    NameTarget,
    Not,
    Raise,
    Reraise,
    Retain,
    Return,
    Scalar,
    Statement,
    Target,
    Timed,
    Try,
    TupleTarget,
    While,
    descendants,
    rebuild,
)
from bmlc.frontend.ownership.fresh_names import FreshNames
from bmlc.frontend.ownership.functions import FunctionFacts, target_names
from bmlc.frontend.ownership.liveness import Exits, Liveness, Names, read_parts
from bmlc.frontend.ownership.origins import holds, keeps
from bmlc.ir import Loc

__all__ = ["insert_drops"]


def insert_drops(
    body: Sequence[Statement],
    owned: Names,
    views: Mapping[str, Names],
    functions: Mapping[str, FunctionFacts],
    fresh: FreshNames,
) -> tuple[Statement, ...]:
    """One function's body with drops, moves and retains; `owned` and `views` as in `Liveness`."""
    dropper = _Dropper(Liveness(owned, views, functions), fresh)
    statements, _ = dropper.block(body, frozenset(), Exits())
    return statements


@dataclass
class _Dropper:
    live: Liveness
    fresh: FreshNames
    carriers: set[str] = field(default_factory=set)  # names of ours whose value is always moved on at once

    def block(self, body: Sequence[Statement], after: Names, exits: Exits) -> tuple[tuple[Statement, ...], Names]:
        """`body` with drops, and what is needed before it."""
        needed = after | exits.throws
        blocks: list[list[Statement]] = []
        for node in reversed(body):
            before = self.live.before(node, needed, exits)
            blocks.append(self.statement(node, before, needed, exits))
            needed = before
        return tuple(node for block in reversed(blocks) for node in block), needed

    def statement(self, node: Statement, before: Names, after: Names, exits: Exits) -> list[Statement]:
        match node:
            case Break():
                return [*_drop(exits.throws - exits.breaks, node.loc), node]
            case Continue():
                return [*_drop(exits.throws - exits.continues, node.loc), node]
            case Return() | Raise() | Reraise():
                return [_Stores(self, node, frozenset(), movable=False).rewrite()]
            case If():
                return self.branches(node, after, exits)
            case While() | For():
                return self.loop(node, after, exits)
            case Timed():
                body, body_in = self.block(node.body, after, exits)
                return [replace(node, body=(*_drop(before - body_in, node.loc), *body))]
            case Try():
                return self.tried(node, before, after, exits)
            case _:
                return self.simple(node, after, exits)

    def simple(self, node: Statement, after: Names, exits: Exits) -> list[Statement]:
        uses = self.live.uses(*read_parts(node))
        sets = self.live.sets(node.targets) if isinstance(node, Assign) else frozenset()
        stores = _Stores(self, node, (after - sets) | exits.throws, movable=True)
        changed: Statement = stores.rewrite()
        result: list[Statement] = [changed]
        if isinstance(changed, Assign):
            result = self.replacing(changed, sets & ((uses - stores.moved) | exits.throws))
        if cleared := stores.moved - sets:
            result.append(Clear(tuple(sorted(cleared)), node.loc))
        return [*result, *_drop((((uses - stores.moved) - sets) | sets) - after, node.loc)]

    def replacing(self, node: Assign, replaced: Names) -> list[Statement]:
        """`node` with the values that its names held dropped, once the new ones are there."""
        (target,) = node.targets if len(node.targets) == 1 else (None,)
        if not replaced or target is None:
            return [node]
        if isinstance(target, TupleTarget) and not all(isinstance(item, NameTarget) for item in target.items):
            carried, after = self.carried(target, replaced, node.loc)
            return [replace(node, targets=(carried,)), *after]
        return [replace(node, replaces=tuple(sorted(replaced)))]

    def carried(self, target: Target, replaced: Names, loc: Loc) -> tuple[Target, list[Statement]]:
        """`target` with names of ours for those that hold a value, and assignments of those."""
        match target:
            case NameTarget(name, host_type) if name in replaced:
                carrier = self.fresh(f"next_{name}", name)
                self.carriers.add(carrier)
                moved = Assign((target,), Local(carrier, host_type, loc), loc, (name,))
                return NameTarget(carrier, host_type), [moved]
            case TupleTarget(items):
                parts = [self.carried(item, replaced, loc) for item in items]
                after = [node for _, statements in parts for node in statements]
                return replace(target, items=tuple(item for item, _ in parts)), after
            case _:
                return target, []

    def branches(self, node: If, after: Names, exits: Exits) -> list[Statement]:
        then, then_in = self.block(node.then, after, exits)
        otherwise, otherwise_in = self.block(node.otherwise, after, exits)
        needed = then_in | otherwise_in
        first: list[Statement] = []
        test = node.test
        if dead := self.live.uses(test) - needed:
            if not isinstance(test.type, Scalar):
                test = Not(Not(test, BOOL, test.loc), BOOL, test.loc)
            name = self.fresh("test", node.test.loc)
            first = [Assign((NameTarget(name, test.type),), test, node.loc), *_drop(dead, node.loc)]
            test = Local(name, test.type, test.loc)
        then = (*_drop(needed - then_in, _first_loc(node.then, node.loc)), *then)
        otherwise = (*_drop(needed - otherwise_in, _first_loc(node.otherwise, node.loc)), *otherwise)
        return [*first, replace(node, test=test, then=then, otherwise=otherwise)]

    def loop(self, node: While | For, after: Names, exits: Exits) -> list[Statement]:
        head = self.live.head(node, after, exits)
        otherwise, left = self.block(node.otherwise, after, exits)
        body, body_in = self.block(node.body, head, replace(exits, breaks=after, continues=head))
        entered = head
        first: list[Statement] = []
        if isinstance(node, For):
            sets = self.live.sets([node.target])
            entered |= sets
            if sets & head:
                target, first = self.carried(node.target, sets & head, node.loc)
                node = replace(node, target=target)
        start = _drop(entered - body_in, _first_loc(node.body, node.loc))
        ended = _drop(head - left, node.loc)
        if otherwise:
            otherwise, ended = (*ended, *otherwise), []
        return [replace(node, body=(*first, *start, *body), otherwise=otherwise), *ended]

    def tried(self, node: Try, before: Names, after: Names, exits: Exits) -> list[Statement]:
        joints = self.live.tried(node, after, exits)
        touched = self.live.touched
        body, _ = self.block(node.body, joints.otherwise_in, joints.inner)
        otherwise, _ = self.block(node.otherwise, joints.final_in, joints.outer)
        done = _drop(joints.inner.throws - joints.otherwise_in, node.loc)
        body, otherwise = ((*body, *done), otherwise) if not otherwise else (body, (*done, *otherwise))
        handlers = []
        for handler, handler_in in zip(node.handlers, joints.handlers, strict=True):
            handled, _ = self.block(handler.body, joints.final_in, joints.outer)
            left = _drop((before | touched(node.body)) - handler_in, handler.loc)
            handlers.append(replace(handler, body=(*left, *handled)))
        changed = replace(node, body=body, handlers=tuple(handlers), otherwise=otherwise)
        if not node.final:
            return [changed]
        everywhere = after | exits.breaks | exits.continues | exits.returns | exits.throws
        final, final_in = self.block(node.final, everywhere, exits)
        bodies = [node.body, node.otherwise, *(handler.body for handler in node.handlers)]
        left = _drop((before | touched(*bodies)) - final_in, _first_loc(node.final, node.loc))
        return [replace(changed, final=(*left, *final)), *_drop(everywhere - after, node.loc)]


class _Stores:
    """The uses of names in one statement that keep what they hold: moved where nothing needs the name after."""

    def __init__(self, dropper: _Dropper, node: Statement, needed: Names, movable: bool) -> None:
        self._node = node
        self._live = dropper.live
        self._carriers = dropper.carriers
        self.moved: Names = frozenset()
        self._movable: Names = frozenset()
        if movable:
            parts = [inner for part in read_parts(node) for inner in descendants(part)]
            mentions = Counter(inner.name for inner in parts if isinstance(inner, Local))
            called = self._live.uses(*(inner for inner in parts if isinstance(inner, Invoke)))
            once = frozenset(name for name, times in mentions.items() if times == 1)
            self._movable = (once & self._live.owned) - needed - called

    def rewrite(self) -> Any:
        match self._node:
            case Assign(targets, value):
                # Views only look at what they are given.
                kept = not any(name in self._live.views for target in targets for name in target_names(target))
                return replace(self._node, value=self._visit(value, kept=kept))
            case Return(value) if value is not None:
                return replace(self._node, value=self._visit(value, kept=True))
            case _:
                return rebuild(self._node, lambda child: self._visit(child, kept=False))

    def _visit(self, node: Any, kept: bool) -> Any:
        if isinstance(node, Local):
            return self._own(node) if kept and holds(node.type) else node
        if not isinstance(node, Expression):
            return node
        stored = {2} if isinstance(node, Exchange) else keeps(node)
        positions = count()
        return rebuild(
            node, lambda child: self._visit(child, next(positions) in stored if stored is not None else True)
        )

    def _own(self, node: Local) -> Expression:
        if node.name in self._carriers:
            return node
        if node.name in self._movable:
            self.moved |= {node.name}
            return node
        return Retain(node, node.type, node.loc)


def _drop(names: Names, loc: Loc) -> list[Statement]:
    return [Drop(tuple(sorted(names)), loc)] if names else []


def _first_loc(body: Sequence[Statement], otherwise: Loc) -> Loc:
    return body[0].loc if body else otherwise
