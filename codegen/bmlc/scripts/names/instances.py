"""`isinstance`: the classes that are asked for, and what is an instance of them."""

from __future__ import annotations

import ast
from collections.abc import Collection

from bmlc.scripts.arrays.names import kind_named
from bmlc.scripts.printing.runtime import EXCEPTIONS
from bmlc.scripts.program.host_types import FunctionType, MetricType, ModelType, OptimizerType, VariableType
from bmlc.scripts.types import (
    Atom,
    BuiltinName,
    Caught,
    Class,
    Holder,
    Number,
    NumpyScalar,
    Object,
    Program,
    Scalar,
    Tuple,
    TupleClass,
    Type,
)
from bmlc.scripts.visit import Visit

__all__ = ["class_names", "is_instance"]

_ASKED = ("bool", "deque", "dict", "float", "int", "list", "range", "str", "tuple")


def class_names(visit: Visit, node: ast.expr) -> frozenset[str]:
    """The classes of `isinstance(x, (int, float))`, by their names; those of the file by their full ones."""
    if isinstance(node, ast.Tuple):
        return frozenset[str]().union(*(class_names(visit, each) for each in node.elts))
    return _names_of_classes(visit, node, visit.expression(node).type)


def _names_of_classes(visit: Visit, node: ast.expr, held: Type) -> frozenset[str]:
    match [*held]:
        case [Class(name)]:
            return frozenset({visit.classes[name].itself.name})
        case [TupleClass(python)]:
            return frozenset({_name_of_tuple(python)})
        case [Tuple(items)]:
            return frozenset[str]().union(*(_names_of_classes(visit, node, each) for each in items))
        case [BuiltinName("collections.deque")]:
            return frozenset({"deque"})
        case [BuiltinName(name)] if name in _ASKED or name in EXCEPTIONS or kind_named(name) or _is_of_keras(name):
            return frozenset({name})
    message = f"isinstance in scripts does not ask for {visit.file.text(node)}"
    raise visit.error("BML204", node, message, f"it asks for {', '.join(_ASKED)}, and classes of the file and Keras")


def _name_of_tuple(python: type) -> str:
    return f"{python.__module__}.{python.__qualname__}"


def _is_of_keras(name: str) -> bool:
    return name.startswith("keras.")


def is_instance(visit: Visit, atom: Atom, classes: Collection[str]) -> bool | None:
    """Whether values of this atom are instances of one of these classes; None of what was caught, of any class."""
    match atom:
        case Scalar("bool"):
            return "bool" in classes or "int" in classes
        case Scalar(name):
            return name in classes
        case NumpyScalar(kind):  # the class of a float64 is one of Python's float
            return f"numpy.{kind}" in classes or (kind == "float64" and "float" in classes)
        case Number():
            return "int" in classes and "float" in classes
        case Holder("tuple") if any("known whole" in each for each in visit.cells.of(atom).others):
            at = visit.frame.statement or visit.frame.instance.definition.node
            message = "scripts do not tell lists that are known whole, of several lengths, from tuples"
            raise visit.error("BML204", at, message, "make lists that change of them: list(...)")
        case Tuple(own=TupleClass(python)) if _name_of_tuple(python) in classes:
            return True
        case Holder(kind) | Tuple(kind=kind):
            return kind in classes
        case Object(name):
            own = visit.classes[name]
            bases = {each.__name__ for each in own.python.__mro__ if each.__module__ == "builtins"}
            return bool(bases & {*classes}) or any(each.itself.name in classes for each in own.lineage)
        case Caught():
            return None
        case Program(FunctionType() | MetricType() | ModelType() | OptimizerType() | VariableType() as known):
            asked = [each for each in classes if _is_of_keras(each)]
            return any(visit.world.is_instance(known, each) for each in asked)
    return False
