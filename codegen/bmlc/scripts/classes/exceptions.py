"""Exceptions that are made: their text, and how `repr` shows them; and the classes that are asked for."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from bmlc.emit import js
from bmlc.scripts.frame import OwnClass
from bmlc.scripts.literals import tuple_of
from bmlc.scripts.printing.runtime import EXCEPTIONS
from bmlc.scripts.texts import repr_of, str_of
from bmlc.scripts.types import STR, BuiltinName, Class, Type, atom_of
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = ["exception", "exceptions_named", "is_one_of", "own_exception"]


def exception(visit: Visit, node: ast.AST, name: str, values: Sequence[Value]) -> js.New:
    """`ValueError("text")`: its message is what `str` gives."""
    written: list[js.Expression] = []
    shown: js.Expression | None = None
    if name == "TimeoutError" and len(values) > 1:  # to Python the number of an error of the system, and its text
        raise visit.error("BML102", node, f"{name} takes one message, received {len(values)} values")
    if len(values) > 1:
        written, shown = [repr_of(visit, tuple_of(visit, values), node).js], js.Literal("whole")
    elif values:
        (value,) = values
        text, quoted = str_of(visit, value, node).js, repr_of(visit, value, node).js
        written = [quoted if name == "KeyError" else text]
        if value.type != STR and text == quoted and name != "KeyError":
            shown = js.Literal("between")
        elif value.type != STR and name != "KeyError":
            shown = js.Object((js.Property("text", quoted),))
    options = [js.Object((js.Property("shown", shown),))] if shown is not None else []
    return js.New(visit.helper(EXCEPTIONS[name]), (*written, *options))


def exceptions_named(visit: Visit, node: ast.expr | None) -> dict[str, Value]:
    """The classes that a handler or `isinstance` asks for, by their names."""
    found = {}
    for each in [] if node is None else node.elts if isinstance(node, ast.Tuple) else [node]:
        value = visit.expression(each)
        own, named = own_exception(visit, value.type), atom_of(BuiltinName, value.type)
        if own is None and (named is None or named.name not in EXCEPTIONS):
            message = f"scripts do not know the exception {visit.file.text(each)}"
            raise visit.error("BML201", each, message, f"they know {', '.join(EXCEPTIONS)}")
        found[own.python.__name__ if own is not None else str(named and named.name)] = value
    return found


def own_exception(visit: Visit, held: Type) -> OwnClass | None:
    """The exception of the file that a value of this type is."""
    atom = atom_of(Class, held) if len(held) == 1 else None
    own = visit.classes[atom.name] if atom is not None else None
    return own if own is not None and own.exception is not None else None


def is_one_of(visit: Visit, classes: Mapping[str, Value], error: js.Expression) -> js.Expression:
    """Whether what was caught is of one of these classes; of any, where there are none."""
    tests: list[js.Expression] = []
    for name, value in classes.items():
        if name == "Exception":
            tests = []
            break
        is_own = own_exception(visit, value.type) is not None
        tests.append(js.Binary("instanceof", error, value.js if is_own else visit.helper(EXCEPTIONS[name])))
    whole = tests[0] if tests else visit.call_helper("isException", error)
    for test in tests[1:]:
        whole = js.Binary("||", whole, test)
    return whole
