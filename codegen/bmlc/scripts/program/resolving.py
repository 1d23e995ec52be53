"""What the world finds by a name, as a value: each kind of it has one function, declared by `@resolves`.

Some is known when the script is compiled, and is nothing in JavaScript: a layer, an optimizer, a variable.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any, TypeVar

from bmlc.scripts.program.host_types import FunctionType, LoggerType, MetricType, OptimizerType, TapeType, VariableType
from bmlc.scripts.program.world import Resolved
from bmlc.scripts.types import BuiltinName, Program, Tuple, TupleClass, Type
from bmlc.scripts.values import ObjectName, Value
from bmlc.scripts.visit import Visit

__all__ = ["expect_one", "known_now", "resolved", "resolves", "valueless"]

R = TypeVar("R", bound=Callable[[Visit, ast.AST, Any, str], Value])

_RESOLVERS: dict[type, Callable[[Visit, ast.AST, Any, str], Value]] = {}


def resolves(kind: type) -> Callable[[R], R]:
    """Declares what something of this kind is in a script: of `(visit, node, found, text)`."""

    def declare(function: R) -> R:
        _RESOLVERS[kind] = function
        return function

    return declare


def resolved(visit: Visit, node: ast.AST, found: Resolved, text: str) -> Value:
    """What the world knows, in the place of `node`, where the user calls it `text`."""
    value = _RESOLVERS[type(found)](visit, node, found, text)
    return _named(visit, node, value.type, text) if valueless(value.type) else value


def known_now(visit: Visit, node: ast.AST, held: Type, name: str) -> Value | None:
    """What is known when the script is compiled, by its name; None for what JavaScript has a value of.

    Raises:
        UserError: BML207 where it may be one of several, or something else.
    """
    expect_one(visit, node, held, name)
    return _named(visit, node, held, name) if valueless(held) else None


def _named(visit: Visit, node: ast.AST, held: Type, name: str) -> Value:
    return Value(held, ObjectName(name, held, visit.loc(node)))


_NAMED = (FunctionType, LoggerType, MetricType, OptimizerType, TapeType, VariableType)


def valueless(held: Type) -> bool:
    """Whether it is known when the script is compiled, and nothing in JavaScript: a variable, a list of variables."""
    match list(held):
        case [Program(known, "")] if isinstance(known, _NAMED):
            return True
        case [TupleClass()]:
            return True
        case [BuiltinName(name)]:
            return not name.endswith("()")
        case [Tuple(items)]:
            return bool(items) and all(map(valueless, items))
    return False


def expect_one(visit: Visit, node: ast.AST, held: Type, name: str) -> None:
    """What is nothing in JavaScript is one thing wherever it is read.

    Raises:
        UserError: BML207 where it may be one of several, or something else.
    """
    programs = [atom for atom in held if isinstance(atom, Program)]
    lines = [atom.making for atom in programs if atom.making]
    is_nothing = any(valueless(frozenset({atom})) for atom in programs)
    if len(held) > 1 and (is_nothing or len(set(lines)) < len(lines)):
        message = f"expected {name.split('@')[0]} to be one object here, received {visit.described(held)}"
        raise visit.error("BML207", node, message, "write the lines out for each one, with its own name")
