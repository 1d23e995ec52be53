"""Going forwards over counted code on every path, those of jumps and throws included, with a state of its names."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection
from typing import Generic, TypeVar

from bmlc.emit import js
from bmlc.scripts.counting.code import Clear, Code, Define, Do, Drop, If, Jump, Loop, Set, Statement, Try
from bmlc.scripts.counting.moving import retained_name
from bmlc.scripts.values import is_name

__all__ = ["Flow"]

S = TypeVar("S")


class Flow(ABC, Generic[S]):
    """What each statement does to a state; None where no path leads."""

    def __init__(self) -> None:
        # Loops, `try` with handlers and `try` with `finally` around: the states of what leaves them, by kind of jump.
        self._around: list[tuple[Collection[str], dict[str, S]]] = []

    @abstractmethod
    def joined(self, one: S, other: S) -> S:
        """What holds where two paths meet."""

    @abstractmethod
    def step(self, statement: Statement, state: S) -> S:
        """What holds behind a statement without blocks, or behind the head of a loop or an `if`."""

    @abstractmethod
    def entered(self, loop: Loop, state: S) -> S:
        """What holds where the body of a loop begins."""

    @abstractmethod
    def without(self, names: Collection[str], state: S) -> S:
        """The same where these names hold nothing."""

    def left(self, kind: str, state: S) -> None:
        """Control leaves the function."""

    def block(self, code: Code, state: S | None) -> S | None:
        for statement in code:
            if state is None:
                return None
            if not _is_sure(statement):
                self.leave("throw", state)
            state = self.statement(statement, state)
        return state

    def statement(self, statement: Statement, state: S) -> S | None:
        if isinstance(statement, Try):
            return self._try(statement, state)
        state = self.step(statement, state)
        match statement:
            case If(test, then, otherwise):
                nothing_then, nothing_otherwise = _known_none(test)
                one = self.block(then, self.without(nothing_then, state))
                return self._met(one, self.block(otherwise, self.without(nothing_otherwise, state)))
            case Loop():
                return self._loop(statement, state)
            case Jump(kind):
                self.leave(kind, state)
                return None
        return state

    def leave(self, kind: str, state: S) -> None:
        """Control goes by a jump or a throw."""
        for takes, states in reversed(self._around):
            if kind in takes:
                states[kind] = self.joined(states[kind], state) if kind in states else state
                return
        self.left(kind, state)

    def _loop(self, loop: Loop, head: S) -> S | None:
        while True:
            states: dict[str, S] = {}
            self._around.append((("break", "continue", "end"), states))
            self.leave("throw", head)  # in its head, which is asked at each step
            after = self.block(loop.body, self.entered(loop, head))
            self._around.pop()
            again = self._met(self._met(after, states.get("continue")), head)
            if again == head or again is None:
                break
            head = again
        endless = loop.target is None and loop.head == js.Literal(True)
        ended = self.block(loop.otherwise, self._met(None if endless else head, states.get("end")))
        return self._met(ended, states.get("break"))

    def _try(self, statement: Try, state: S) -> S | None:
        final: dict[str, S] = {}
        thrown: dict[str, S] = {}
        around = len(self._around)
        if statement.final:
            self._around.append((("break", "continue", "end", "return", "throw"), final))
        inside = len(self._around)
        if statement.handlers:
            self._around.append((("throw",), thrown))
        after = self.block(statement.body, state)
        del self._around[inside:]
        after = self.block(statement.otherwise, after)
        for _, code in statement.handlers:
            after = self._met(after, self.block(code, thrown.get("throw")))
        if thrown and statement.handlers[-1][0] is not None:
            self.leave("throw", thrown["throw"])
        del self._around[around:]
        for kind, state in final.items():
            ended = self.block(statement.final, state)
            if ended is not None:
                self.leave(kind, ended)
        return self.block(statement.final, after)

    def _met(self, one: S | None, other: S | None) -> S | None:
        if one is None or other is None:
            return other if one is None else one
        return self.joined(one, other)


def _is_sure(statement: Statement) -> bool:
    """Whether it cannot throw by itself."""
    match statement:
        case Do(js.Call(js.Member(_, "drop" | "push"), arguments)):
            return all(map(is_name, arguments))
        case Set(_, value):
            return isinstance(value, js.Literal) or retained_name(value) is not None
    return isinstance(statement, Drop | Clear | Define | Try)


def _known_none(test: js.Expression) -> tuple[Collection[str], Collection[str]]:
    """The names that hold nothing where `test` is true, and where it is false."""
    match test:
        case js.Binary("===" | "!==" as operator, js.Identifier(name), js.Literal(None)):
            return ((name,), ()) if operator == "===" else ((), (name,))
    return (), ()
