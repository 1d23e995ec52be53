"""Objects of the program that have no value in JavaScript: losses, metrics, optimizers, functions, variables, ...

Calls of them become calls of compiled functions. Where one of them is left in the tree as a value, as an argument or an
item, there would be nothing in JavaScript that it could be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bmlc.errors import UserError
from bmlc.frontend.check.unify import known
from bmlc.frontend.host import (
    BuiltinType,
    Discard,
    FixedListType,
    FunctionType,
    HostType,
    Local,
    MethodCall,
    MetricType,
    ModuleType,
    OptimizerType,
    ProgramObject,
    RunCall,
    Statement,
    TupleType,
    VariableType,
    children,
)
from bmlc.ir import Loc

__all__ = ["VALUELESS", "is_valueless", "valueless_errors"]

VALUELESS = (FunctionType, OptimizerType, MetricType, VariableType, BuiltinType, ModuleType)


def is_valueless(host_type: HostType) -> bool:
    """Whether it is known when the script is compiled: a variable, an optimizer, a list of variables."""
    match known(host_type):
        case FixedListType(items) | TupleType(items):
            return bool(items) and all(map(is_valueless, items))
        case resolved:
            return isinstance(resolved, VALUELESS)


def valueless_errors(body: Sequence[Statement]) -> list[UserError]:
    """An error for each place of a checked script where such an object is left as a value."""
    places = {node.loc: known(node.type) for statement in body for node in _values(statement)}
    return [_error(host_type, loc) for loc, host_type in places.items()]


def _values(node: Any) -> Iterator[Local | ProgramObject | RunCall]:
    if isinstance(node, Local | ProgramObject | RunCall) and is_valueless(node.type):
        yield node
    for child in children(node):
        match node:
            case MethodCall(method="map", object=owner) if child is not owner:
                pass  # a function, which JavaScript gets by the name of what was compiled for it
            case Discard() if isinstance(child, RunCall):
                yield from (value for part in children(child) for value in _values(part))  # made, with a name
            case _:
                yield from _values(child)


def _error(host_type: HostType, loc: Loc) -> UserError:
    return UserError(
        "BML207",
        f"scripts call and use {host_type} by its name: they do not pass it on, keep it among values or compare it",
        "write the lines out for each one, with its own name",
        loc,
    )
