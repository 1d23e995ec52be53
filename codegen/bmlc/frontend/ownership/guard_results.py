"""Keep what a function is about to return safe from a `finally` that throws, or that goes elsewhere.

try:                          try:
    return f(x)                   result_1 = f(x)
finally:               =>         return result_1
    close(log)                finally:
                                  <close(log); what leaves it by a throw drops result_1>
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bmlc.frontend.host import (
    Assign,
    Break,
    Continue,
    Define,
    Drop,
    For,
    Guarded,
    Local,
    NameTarget,
    Return,
    Statement,
    Try,
    While,
)
from bmlc.frontend.ownership.fresh_names import FreshNames
from bmlc.frontend.ownership.origins import holds

__all__ = ["guard_results"]


def guard_results(body: Sequence[Statement], fresh: FreshNames) -> tuple[Statement, ...]:
    """One function's body, with drops inserted; the names that it uses are owned by nobody else."""
    return _Guard(fresh).block(body, inside=False)


class _Guard:
    def __init__(self, fresh: FreshNames) -> None:
        self._fresh = fresh
        self._result: str | None = None

    def block(self, body: Sequence[Statement], inside: bool) -> tuple[Statement, ...]:
        return tuple(changed for node in body for changed in self.statement(node, inside))

    def statement(self, node: Statement, inside: bool) -> list[Statement]:
        match node:
            case Return(value) if inside and value is not None and holds(value.type):
                if self._result is None:
                    self._result = self._fresh("result", node.loc)
                local = Local(self._result, value.type, node.loc)
                kept = Assign((NameTarget(self._result, value.type),), value, node.loc)
                return [kept, replace(node, value=local)]
            case Try() if node.final:
                handlers = tuple(replace(each, body=self.block(each.body, True)) for each in node.handlers)
                body, otherwise = self.block(node.body, True), self.block(node.otherwise, True)
                final = self.block(node.final, inside)
                if self._result is not None:
                    final = (Guarded(_dropping(final, self._result), (self._result,), node.loc),)
                return [replace(node, body=body, handlers=handlers, otherwise=otherwise, final=final)]
            case Define():
                return [node]
            case _:
                return [self._inside(node, inside)]

    def _inside(self, node: Any, inside: bool) -> Any:
        changed: dict[str, Any] = {}
        for name in ("body", "then", "otherwise"):
            block = getattr(node, name, None)
            if isinstance(block, tuple):
                changed[name] = self.block(block, inside)
        if hasattr(node, "handlers"):
            changed["handlers"] = tuple(self._inside(handler, inside) for handler in node.handlers)
        return replace(node, **changed) if changed else node


def _dropping(body: Sequence[Statement], name: str, in_loop: bool = False) -> tuple[Statement, ...]:
    """`body` of a `finally` with the result dropped where it goes elsewhere than it came from."""
    result: list[Statement] = []
    for node in body:
        if isinstance(node, Return) or (isinstance(node, Break | Continue) and not in_loop):
            result.append(Drop((name,), node.loc))
        result.append(node if isinstance(node, Define) else _dropping_inside(node, name, in_loop))
    return tuple(result)


def _dropping_inside(node: Any, name: str, in_loop: bool) -> Any:
    changed: dict[str, Any] = {}
    for field in ("body", "then", "otherwise", "final"):
        block = getattr(node, field, None)
        if isinstance(block, tuple):
            changed[field] = _dropping(block, name, in_loop or (isinstance(node, For | While) and field == "body"))
    if hasattr(node, "handlers"):
        changed["handlers"] = tuple(_dropping_inside(handler, name, in_loop) for handler in node.handlers)
    return replace(node, **changed) if changed else node
