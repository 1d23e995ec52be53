"""The class of a value: `type(x)`, and its name."""

from __future__ import annotations

import ast

from bmlc.emit import js
from bmlc.scripts.classes.classes import ClassName
from bmlc.scripts.classes.members import class_of, classes_of
from bmlc.scripts.literals import constant
from bmlc.scripts.program.resolving import valueless
from bmlc.scripts.types import (
    STR,
    Array,
    Atom,
    BuiltinName,
    Caught,
    Class,
    Holder,
    NumpyScalar,
    Object,
    Scalar,
    Tuple,
    TupleClass,
    Type,
)
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = ["class_of_value", "name_of_class"]

_CONTAINERS = ("deque", "dict", "list", "tuple")


def class_of_value(visit: Visit, node: ast.AST, value: Value) -> Value:
    """`type(value)`"""
    if not (value.type and all(isinstance(atom, Object) for atom in value.type)):
        value = value if valueless(value.type) else visit.simple(value)  # what it does happens, whatever it is
        name = _name_of_class(visit, node, value.type)
        return Value(frozenset({BuiltinName(name)}), js.name(name))
    owns = [class_of(visit, atom) for atom in value.type]
    for own in owns:
        if own.settings is not None or len(visit.variants.get(own.itself.name, ())) > 1:
            message = f"scripts have no class of {visit.described(value.type)}: its objects are of several kinds here"
            raise visit.error("BML201", node, message, "ask isinstance(x, ...)")
    return Value(frozenset(Class(own.name) for own in owns), js.Member(value.js, "constructor"))


def name_of_class(visit: Visit, node: ast.AST, value: Value) -> Value:
    """`type(value).__name__`"""
    value = value if valueless(value.type) else visit.simple(visit.guard(value))
    if value.type and all(isinstance(atom, Caught) for atom in value.type):
        return Value(STR, visit.call_helper("errorName", value.js))
    if not (value.type and all(isinstance(atom, Object) for atom in value.type)):
        return constant(visit, node, _name_of_class(visit, node, value.type).rpartition(".")[2])
    owns = classes_of(visit, value.type)
    whole: js.Expression = js.Literal(owns[-1].python.__name__)
    if len({own.python.__name__ for own in owns}) > 1:
        for own in owns[:-1]:
            test = js.Binary("===", js.Member(value.js, "constructor"), ClassName(own))
            whole = js.Conditional(test, js.Literal(own.python.__name__), whole)
    return Value(STR, whole)


def _name_of_class(visit: Visit, node: ast.AST, held: Type) -> str:
    visit.cells.ask_kind(held)
    names = {_name_of_kind(visit, atom) for atom in held}
    name = names.pop() if len(names) == 1 else None
    if name is None:
        message = f"type is known of a value of one type, received {visit.described(held)}"
        raise visit.error("BML204", node, message, "ask isinstance(x, ...)")
    return name


def _name_of_kind(visit: Visit, atom: Atom) -> str | None:
    match atom:
        case Scalar("None"):
            return "NoneType"
        case Tuple(own=TupleClass() as own):
            return own.name
        case Holder(name):
            others = {each for each in visit.cells.of(atom).others if each in ("defaultdict", "Counter")}
            return None if others or name not in _CONTAINERS else name
        case Scalar(name) | Tuple(kind=name):
            return name
        case NumpyScalar(kind):
            return f"numpy.{kind}"
        case Array():
            return "numpy.ndarray"
        case Caught(name) if name != "Exception":
            return name
    return None
