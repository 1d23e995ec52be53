"""Checks that counted code holds what counting promises; tests run it behind each pass.

On every path, that of a throw included, a name that owns a reference gives it up once: it is dropped, moved to where
it is stored, or replaced. Nothing is read once it is gone, nothing is stored without a reference of its own, and names
that look into others are read only while those last.

    ys.push(x);                     x is stored, and not cleared: its `finally` would drop it again
    x = f(y);  x = g(y);            the first value of x is never dropped
    [x] = run.drop(x);  f(x);       x is read once it is dropped
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import Flag, auto
from typing import NoReturn

from bmlc.emit import js
from bmlc.scripts.counting.code import (
    Clear,
    Code,
    CountedFunction,
    Do,
    Drop,
    If,
    Jump,
    Loop,
    Set,
    Statement,
    Try,
    Unpack,
    blocks,
    names_of,
)
from bmlc.scripts.counting.flow import Flow
from bmlc.scripts.counting.moving import STORING_HELPERS, STORING_METHODS
from bmlc.scripts.counting.walking import names_in

__all__ = ["InvalidCodeError", "verify"]


class InvalidCodeError(Exception):
    """A pass counts wrongly: our own bug, never the user's."""


class Holds(Flag):
    """What a name may be: of several paths, the union."""

    NOTHING = auto()  # not set yet, or None
    LENT = auto()  # what the caller owns
    OWNED = auto()
    GONE = auto()  # dropped, or moved and cleared; of a name that looks into others: what it looked into changed
    MOVED = auto()  # and not cleared yet


State = dict[str, Holds]


def verify(function: CountedFunction) -> None:
    """Go through a function as each pass left it.

    Raises:
        InvalidCodeError: What is wrong, with the statement.
    """
    for code, names in function.stages:
        verifier = _Verifier(function, code, frozenset(names))
        start = dict.fromkeys(names, Holds.NOTHING) | {name: Holds.LENT for name in function.lent if name in names}
        end = verifier.block(code, start)
        if end is not None:
            verifier.leave("return", end)


class _Verifier(Flow[State]):
    def __init__(self, function: CountedFunction, code: Code, owned: frozenset[str]) -> None:
        super().__init__()
        self.owned, self.views, self.captured = owned, function.views, function.captured
        self.results = _results(code) - owned
        self.at: Statement | None = None
        self.body = code[-1].body if isinstance(code[-1], Try) else []

    def fail(self, message: str) -> NoReturn:
        raise InvalidCodeError(f"{message}: {self.at}")

    def block(self, code: Code, state: State | None) -> State | None:
        end = super().block(code, state)
        if code is self.body and end is not None:
            self.done(end, set())
        return end

    def statement(self, statement: Statement, state: State) -> State | None:
        self.at = statement
        moved = [name for name, held in state.items() if held & Holds.MOVED]
        if moved and not isinstance(statement, Drop | Clear):
            self.fail(f"{', '.join(moved)} was stored without a reference of its own")
        return super().statement(statement, state)

    def step(self, statement: Statement, state: State) -> State:
        state = dict(state)
        match statement:
            case Set(name, value):
                return self.assign(statement, name, value, state)
            case Unpack(target, value):
                return self.unpack(statement, [*names_of(target)], value, state)
            case Drop(names):
                for name in names:
                    if name not in self.results:
                        self.drop(name, state)
            case Clear(names):
                for name in names:
                    if state[name] & Holds.OWNED:
                        self.fail(f"{name} is cleared and still owns")
                    self.changed(name, Holds.GONE, state)
            case Do(js.Call(js.Member(js.Identifier("run"), "drop"), arguments)) if all(map(_is_name, arguments)):
                for each in arguments:
                    if isinstance(each, js.Identifier) and each.name in self.owned:
                        self.drop(each.name, state)
            case Do(node):
                self.read(node, state)
                self.move(_stored_by(node), state)
            case If(test):
                self.read(test, state)
            case Loop(head=head):
                self.read(head, state)
            case Jump(kind, value):
                self.read(value, state)
                if self.body and statement is self.body[-1]:
                    self.done(state, self.looked_at(value))
                if kind == "return" and any(name in self.owned or name in self.views for name in _stored(value)):
                    self.fail("what is returned has no reference of its own")
        return state

    # What names hold

    def read(self, node: object, state: State) -> None:
        for name in self.looked_at(node):
            if state.get(name, Holds.NOTHING) & Holds.GONE:
                self.fail(f"{name} is read once it is gone")

    def looked_at(self, node: object) -> set[str]:
        """The names that `node` reads, and those that they look into."""
        found: set[str] = set()
        names = names_in(node)
        while names:
            name = names.pop()
            found.add(name)
            names |= self.views.get(name, set()) - found
        return found

    def changed(self, name: str, holds: Holds, state: State) -> None:
        """`name` holds something else: what looked into it must not be read any more."""
        state[name] = holds
        for view, lenders in self.views.items():
            if name in lenders and view != name and view in state and not state[view] & Holds.GONE:
                self.changed(view, Holds.GONE, state)

    def drop(self, name: str, state: State) -> None:
        if name not in self.owned or state[name] & Holds.LENT:
            self.fail(f"{name} is dropped and owns nothing")
        if state[name] & Holds.MOVED:
            self.fail(f"{name} is dropped once it is moved")
        self.changed(name, Holds.GONE, state)

    def move(self, names: list[str], state: State) -> None:
        """These are stored as they are."""
        for name in names:
            if name in self.views or names.count(name) > 1:
                self.fail(f"{name} is stored without a reference of its own")
            if name in self.owned and state[name] & Holds.LENT:
                self.fail(f"{name} is stored, and its caller owns it")
            if name in self.owned:
                state[name] = Holds.MOVED

    def assign(self, statement: Set, name: str, value: js.Expression, state: State) -> State:
        self.read(value, state)
        stored = _stored(value)
        if name not in self.owned:
            if name in self.views:
                state[name] = Holds.OWNED
            elif name in self.results and any(each in self.owned or each in self.views for each in stored):
                self.fail("what is returned has no reference of its own")
            return state
        before = state[name]
        if isinstance(value, js.Identifier):
            stored = [value.name] if value.name in self.owned else []
            if not statement.fresh and not stored:
                self.fail(f"{name} takes what others own")
        self.move(stored, state)
        self.given(name, before, statement.replaces, state)
        if isinstance(value, js.Literal):
            state[name] = Holds.NOTHING
        return state

    def given(self, name: str, before: Holds, replaces: bool, state: State) -> None:
        """`name` owns a new reference; it held `before`."""
        if before & Holds.OWNED and not replaces:
            self.fail(f"{name} is set anew and what it held is never dropped")
        if before & Holds.LENT and replaces:
            self.fail(f"{name} is replaced and owns nothing")
        self.changed(name, Holds.OWNED, state)

    def unpack(self, statement: Unpack, targets: list[str], value: js.Expression, state: State) -> State:
        self.read(value, state)
        before = dict(state)
        stored = _stored(value) if isinstance(value, js.Array) else []
        self.move(stored, state)
        for name in targets:
            if name in self.owned:
                gone = name in statement.replaces or name in stored
                self.given(name, before[name], gone, state)
            elif name in self.views:
                state[name] = Holds.OWNED
        return state

    # Where control goes

    def done(self, state: State, needed: set[str]) -> None:
        """At the end of the function's own block all is given up but what it returns, and what others may read."""
        kept = {name for name in self.owned - self.captured - needed if state[name] & Holds.OWNED}
        if kept:
            self.fail(f"{', '.join(sorted(kept))} is still held where all is done")

    def left(self, kind: str, state: State) -> None:
        kept = [name for name in self.owned if state[name] & Holds.OWNED]
        if kept:
            self.fail(f"{', '.join(sorted(kept))} is never dropped where the function ends by a {kind}")

    def entered(self, loop: Loop, state: State) -> State:
        start = dict(state)
        for name in names_of(loop.target):
            if name in self.owned:
                self.given(name, start[name], False, start)
            elif name in self.views:
                start[name] = Holds.OWNED
        if isinstance(loop.head, js.Identifier) or loop.target is None:
            self.read(loop.head, state)  # it is asked at each step
        return start

    def without(self, names: Collection[str], state: State) -> State:
        return state | dict.fromkeys(self.owned.intersection(names), Holds.NOTHING)

    def joined(self, one: State, other: State) -> State:
        return {name: one.get(name, Holds(0)) | other.get(name, Holds(0)) for name in one | other}


def _results(code: Code) -> frozenset[str]:
    """The names of what is returned while a `finally` runs, which gives it up where it goes elsewhere."""
    found: set[str] = set()
    for statement in code:
        match statement:
            case Jump("return", js.Identifier(name)):
                found.add(name)
        for block in blocks(statement):
            found |= _results(block)
    return frozenset(found)


def _is_name(node: object) -> bool:
    return isinstance(node, js.Identifier)


def _stored_by(node: object) -> list[str]:
    """The names that a statement stores somewhere as they are."""
    match node:
        case js.Call(js.Member(js.Identifier("run"), "drop"), (js.Call() as inner,)):
            return _stored_by(inner)
        case js.Call(_, (js.Spread(js.Call(js.Identifier("setSlice"), (items, *_))),)):
            return _stored(items)
        case js.Call(js.Member(_, name), arguments) if node.__class__ is js.Call and name in STORING_METHODS:
            return [name for each in (arguments if name == "push" else arguments[-1:]) for name in _stored(each)]
        case js.Call(js.Identifier(name), (_, *_, kept)) if name in STORING_HELPERS:
            return _stored(kept)
    return []


def _stored(node: object) -> list[str]:
    """The names that a new value holds as they are."""
    return list(_held(node))


def _held(node: object) -> Iterator[str]:
    match node:
        case js.Identifier(name) if node.__class__ is js.Identifier:
            yield name
        case js.Array(parts) | js.New(_, parts):
            for part in parts:
                yield from _held(part)
