"""Which nested functions await something, so that they are async and their calls are awaited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bmlc.frontend.host import (
    Define,
    For,
    Invoke,
    MethodCall,
    Read,
    RunCall,
    Statement,
    TensorCall,
    While,
    children,
)
from bmlc.ir import Loc

__all__ = ["defined_functions", "find_awaiting", "may_await"]


def defined_functions(body: Sequence[Statement]) -> Mapping[str, Define]:
    """The functions that `body` defines, those inside them left out."""
    return {node.name: node for statement in body for node in _outside_functions(statement) if isinstance(node, Define)}


def find_awaiting(body: Sequence[Statement]) -> frozenset[Loc]:
    """The places of the functions that await, because of loops, which gate, of reads, or of what they call."""
    functions: list[tuple[Define, Mapping[str, Define]]] = []
    _collect(body, {}, functions)
    awaiting: frozenset[Loc] = frozenset()
    while True:
        more = frozenset(
            node.loc
            for node, callable_there in functions
            if any(may_await(statement, callable_there, awaiting) for statement in node.body)
        )
        if more == awaiting:
            return awaiting
        awaiting = more


def may_await(node: Any, functions: Mapping[str, Define], awaiting: frozenset[Loc]) -> bool:
    """Whether `node` awaits something, what the functions that it defines await left out."""
    return any(_awaits(each, functions, awaiting) for each in _outside_functions(node))


def _awaits(node: Any, functions: Mapping[str, Define], awaiting: frozenset[Loc]) -> bool:
    match node:
        case For() | While() | Read():
            return True
        case RunCall() | MethodCall() | TensorCall():
            return node.is_async
        case Invoke(function):
            return functions[function].loc in awaiting
        case _:
            return False


def _outside_functions(node: Any) -> Any:
    """`node` and what is below it, nested functions without their bodies."""
    yield node
    if not isinstance(node, Define):
        for child in children(node):
            yield from _outside_functions(child)


def _collect(
    body: Sequence[Statement], outer: Mapping[str, Define], found: list[tuple[Define, Mapping[str, Define]]]
) -> None:
    here = {**outer, **defined_functions(body)}
    for node in defined_functions(body).values():
        found.append((node, {**here, **defined_functions(node.body)}))
        _collect(node.body, here, found)
