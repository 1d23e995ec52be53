"""`isinstance` and `type(x).__name__`, decided here, since types are known."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from bmlc.frontend.check.builtins.table import Call, known_builtin
from bmlc.frontend.check.exceptions import EXCEPTIONS
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.unify import known
from bmlc.frontend.host import (
    BOOL,
    NONE,
    STR,
    Builtin,
    Compare,
    Constant,
    DictType,
    ExceptionType,
    Expression,
    FixedListType,
    HostType,
    Invoke,
    ListType,
    Method,
    MethodCall,
    OptionalType,
    RecordType,
    RunCall,
    Scalar,
    TensorCall,
    TupleType,
    TypeVariable,
    descendants,
)

__all__ = ["class_name"]


@known_builtin("isinstance", "obj, class_or_tuple, /")
def _isinstance(call: Call) -> Expression:
    """Decided here, since types are known: of an Optional, by whether it is None."""
    scope, loc = call.scope, call.scope.loc(call.node)
    value = check_expression(call.arguments["obj"].value, scope)
    classes = list(_classes(call, call.arguments["class_or_tuple"].value))
    host_type = known(value.type)
    if any(isinstance(each, Invoke | Method | MethodCall | RunCall | TensorCall) for each in descendants(value)):
        raise scope.error("BML201", call.node, "isinstance in scripts asks for a name", "give the value a name first")
    if isinstance(host_type, TypeVariable):
        raise scope.error("BML204", call.node, "nothing decides its type yet", "annotate it, as in xs: list[int] = []")
    if isinstance(host_type, ExceptionType):
        return Builtin("isinstance", (value, *(Constant(name, STR, loc) for name in classes)), BOOL, loc)
    if isinstance(host_type, OptionalType):
        of_item, of_none = _is_one_of(host_type.item, classes), "NoneType" in classes
        if of_item != of_none:
            none = Constant(None, NONE, loc)
            return Compare((value, none), ("is" if of_none else "is not",), BOOL, loc)
        return Constant(of_item, BOOL, loc)
    return Constant(_is_one_of(host_type, classes), BOOL, loc)


def _classes(call: Call, node: cst.BaseExpression) -> Iterator[str]:
    match node:
        case cst.Name(value=name) if (name in _CLASSES or name in EXCEPTIONS) and not call.scope.is_local(name):
            yield name
        case cst.Tuple(elements=elements):
            for element in elements:
                yield from _classes(call, element.value)
        case cst.BinaryOperation(left=left, operator=cst.BitOr(), right=right):
            yield from _classes(call, left)
            yield from _classes(call, right)
        case cst.Name(value="None"):
            yield "NoneType"
        case _:
            message = f"isinstance in scripts asks for {', '.join(_CLASSES)}, received {call.scope.text(node)}"
            raise call.scope.error("BML204", node, message)


_CLASSES = ("int", "float", "bool", "str", "list", "tuple", "dict")


def _is_one_of(host_type: HostType, classes: list[str]) -> bool:
    own = class_name(host_type)
    return own in classes or (own == "bool" and "int" in classes)


def class_name(host_type: HostType) -> str | None:
    """`type(x).__name__`, where the type says it."""
    match known(host_type):
        case ListType() | FixedListType():
            return "list"
        case TupleType():
            return "tuple"
        case DictType() | RecordType():
            return "dict"
        case Scalar(name):
            return "NoneType" if name == "None" else name
        case _:
            return None
