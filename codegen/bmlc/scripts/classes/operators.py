"""Operators and builtin functions on objects of the file's classes: the methods that Python calls for them.

a + b       =>  a.__add__(b), else b.__radd__(a)        a < b   =>  a.__lt__(b), else b.__gt__(a)
abs(a)      =>  a.__abs__()                             with a: =>  a.__enter__(); try { … } finally { a.__exit__(…) }
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from inspect import CO_VARARGS
from types import FunctionType as PythonFunction
from typing import Final

from bmlc.emit import js
from bmlc.scripts.classes.members import has_special, members_of
from bmlc.scripts.classes.objects import call_special, refuse_precedence
from bmlc.scripts.counting.code import Try
from bmlc.scripts.functions.of_file import source_of
from bmlc.scripts.names.targets import assign
from bmlc.scripts.types import NONE, Object, Type, atom_of
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = [
    "METHODS_OF_OPERATORS",
    "builtin_of_object",
    "operated_in_place",
    "operated_object",
    "signed_object",
    "with_object",
]

METHODS_OF_OPERATORS: Final = dict(
    zip(
        ("+", "-", "*", "/", "//", "%", "**", "@", "|", "&", "^", "<<", ">>"),
        ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "or", "and", "xor", "lshift", "rshift"),
        strict=True,
    )
)
# What the left side is asked for, and then the right one.
_ASKED: Final = {symbol: (f"__{name}__", f"__r{name}__") for symbol, name in METHODS_OF_OPERATORS.items()} | {
    "<": ("__lt__", "__gt__"),
    "<=": ("__le__", "__ge__"),
    ">": ("__gt__", "__lt__"),
    ">=": ("__ge__", "__le__"),
}
_SIGNS: Final = {ast.USub: "neg", ast.UAdd: "pos", ast.Invert: "invert"}
_BUILTINS: Final = ("abs", "float", "hash", "int", "next", "reversed", "round")  # which call the method of their name


def operated_object(visit: Visit, symbol: str, left: Value, right: Value, node: ast.AST) -> Value | None:
    """`left symbol right`; None where neither side has a method for it."""
    name, reflected = _ASKED.get(symbol, ("", ""))
    if _has(visit, node, left.type, name):
        refuse_precedence(visit, node, left, right, name, reflected)
        return call_special(visit, node, left, name, right)
    if not _has(visit, node, right.type, reflected):
        return None
    left = visit.simple(left)
    return call_special(visit, node, right, reflected, left)


def operated_in_place(visit: Visit, symbol: str, before: Value, value: Value, node: ast.AST) -> Value | None:
    """`before symbol= value` where the object changes itself; None where it does not."""
    return _called(visit, node, before, f"__i{METHODS_OF_OPERATORS.get(symbol, '')}__", value)


def signed_object(visit: Visit, operator: ast.unaryop, value: Value, node: ast.AST) -> Value | None:
    """`-value`; None where it has no method for it."""
    return _called(visit, node, value, f"__{_SIGNS.get(type(operator))}__")


def builtin_of_object(visit: Visit, node: ast.Call, name: str, arguments: Sequence[Value]) -> Value | None:
    """`abs(value)`; None where it has no method for it."""
    itself, *others = arguments
    if name == "next" and others and _has(visit, node, itself.type, "__next__"):
        message = "next in scripts takes no default for objects that have __next__"
        hint = "catch StopIteration, or give the object an attribute that tells the end"
        raise visit.error("BML201", node, message, hint)
    return _called(visit, node, itself, f"__{name}__", *others) if name in _BUILTINS else None


def _has(visit: Visit, node: ast.AST, held: Type, name: str) -> bool:
    return atom_of(Object, held) is not None and has_special(visit, node, held, name)


def _called(visit: Visit, node: ast.AST, owner: Value, name: str, *given: Value) -> Value | None:
    return call_special(visit, node, owner, name, *given) if _has(visit, node, owner.type, name) else None


def with_object(visit: Visit, item: ast.withitem, body: list[ast.stmt], value: Value) -> None:
    """`with value as name: body`; `__exit__` looks at no error and is called however the body is left."""
    node = item.context_expr
    if not (_has(visit, node, value.type, "__enter__") and _has(visit, node, value.type, "__exit__")):
        what = visit.described(value.type)
        message = f"with takes bml.timer(...) and objects that have __enter__ and __exit__, received {what}"
        raise visit.error("BML204", node, message)
    functions = [member.value for member in members_of(visit, value.type, "__exit__") if member is not None]
    if not all(map(_ignores_errors, functions)):
        message = "scripts have with for an __exit__ that ignores the error, and returns nothing"
        raise visit.error("BML201", node, message, "write try and except around the lines")
    owner = visit.simple(value, "manager")
    entered = call_special(visit, node, owner, "__enter__")
    if item.optional_vars is None:
        visit.do(visit.hold(entered).js)
    else:
        assign(visit, item.optional_vars, entered, item.optional_vars)
    code, end = visit.block(body, visit.env)
    with visit.filling() as final:
        takes = 0 if functions[0].__code__.co_flags & CO_VARARGS else 3
        nothing = Value(NONE, js.Literal(None), constant=None)
        visit.do(call_special(visit, node, owner, "__exit__", *[nothing] * takes).js)
    visit.frame.code.append(Try(code, [], [], final, ""))
    visit.env = end


def _ignores_errors(function: object) -> bool:
    """Whether an `__exit__` neither looks at its arguments nor says that the error is dealt with."""
    found = source_of(function)[1] if isinstance(function, PythonFunction) else None
    if not isinstance(found, ast.FunctionDef):
        return False
    given = {each.arg for each in ast.walk(found.args) if isinstance(each, ast.arg)} - {found.args.args[0].arg}
    for each in ast.walk(found):
        if isinstance(each, ast.Name) and each.id in given:
            return False
        if isinstance(each, ast.Return) and not (each.value is None or ast.unparse(each.value) in ("None", "False")):
            return False
    return True
