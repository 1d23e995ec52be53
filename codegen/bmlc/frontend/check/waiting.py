"""Generators whose items wait for the run or the device: they are made whole, where Python makes item after item.

Where all items are asked for at once, and nothing happens between two of them, nobody sees the difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bmlc.errors import UserError
from bmlc.frontend.awaits import defined_functions, find_awaiting, may_await
from bmlc.frontend.check.unify import known
from bmlc.frontend.host import (
    Builtin,
    Comprehension,
    DatasetType,
    Define,
    Invoke,
    IterableType,
    Local,
    Method,
    NestedFunctionType,
    RunCall,
    Statement,
    StreamType,
    TensorCall,
    Total,
    children,
    descendants,
)
from bmlc.ir import Loc

__all__ = ["waiting_generator_errors"]

_AT_ONCE = frozenset({"all", "any", "dict", "list", "math.fsum", "math.prod", "max", "min", "sorted", "sum"})


def waiting_generator_errors(body: Sequence[Statement]) -> list[UserError]:
    """An error for each such generator of a checked script that is kept, passed on, or gone through step by step."""
    awaiting = find_awaiting(body)
    places = dict.fromkeys(node.loc for node in _waiting(body, {}, awaiting))
    return [_error(loc) for loc in places]


def _waiting(
    body: Sequence[Statement], outer: Mapping[str, Define], awaiting: frozenset[Loc]
) -> Iterator[Comprehension]:
    functions = {**outer, **defined_functions(body)}

    def visit(node: Any, at_once: bool = False) -> Iterator[Comprehension]:
        if isinstance(node, Define):
            yield from _waiting(node.body, functions, awaiting)
            return
        if isinstance(node, Comprehension) and not at_once and _is_lazy(node) and _waits(node, functions, awaiting):
            yield node
        whole = _taken_at_once(node)
        for child in children(node):
            yield from visit(child, child is whole)

    for statement in body:
        yield from visit(statement)


def _is_lazy(node: Comprehension) -> bool:
    return isinstance(known(node.type), IterableType)


def _waits(node: Comprehension, functions: Mapping[str, Define], awaiting: frozenset[Loc]) -> bool:
    if any(isinstance(known(clause.iterable.type), DatasetType | StreamType) for clause in node.clauses):
        return True
    computes = any(isinstance(each, TensorCall) for each in descendants(node))
    return computes or may_await(node, functions, awaiting)


def _taken_at_once(node: Any) -> Any:
    """The part of `node` whose items it asks for one right after another, if there is one."""
    match node:
        case Total(values):
            return values
        case Builtin(name, (values, *others)) if name in _AT_ONCE and not any(map(_acts, others)):
            return values
        case Method(name="join", arguments=(values,)):
            return values
        case _:
            return None


def _acts(node: Any) -> bool:
    """Whether evaluating `node` may be seen or wait, such as a key's function that prints."""
    if node is None:
        return False
    is_function = isinstance(node, Local) and isinstance(node.type, NestedFunctionType)
    return is_function or any(isinstance(each, Invoke | RunCall | TensorCall) for each in descendants(node))


def _error(loc: Loc) -> UserError:
    return UserError(
        "BML201",
        "expected a list, received a generator whose items are computed in loops or with tensors",
        "make a list of them, [... for ...], or compute each in the loop",
        loc,
    )
