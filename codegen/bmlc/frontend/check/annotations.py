"""Annotations as types of scripts: `int`, `list[float]`, `dict[str, int]`, `float | None`."""

from __future__ import annotations

import libcst as cst

from bmlc.frontend.check.scope import Scope
from bmlc.frontend.host import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    STR,
    DictType,
    HostType,
    ListType,
    OptionalType,
    TupleType,
    TypeVariable,
)

__all__ = ["annotated_type"]

_NAMED = {"int": INT, "float": FLOAT, "bool": BOOL, "str": STR, "None": NONE}


def annotated_type(node: cst.BaseExpression, scope: Scope) -> HostType:
    """The type that an annotation names.

    Raises:
        UserError: BML201 for one that scripts do not have.
    """
    match node:
        case cst.Name(value=name) if name in _NAMED:
            return _NAMED[name]
        case cst.Name(value="list"):
            return ListType(TypeVariable())
        case cst.Name(value="dict"):
            return DictType(TypeVariable(), TypeVariable())
        case cst.SimpleString(evaluated_value=str() as text):
            return _quoted(text, node, scope)
        case cst.BinaryOperation(left=left, operator=cst.BitOr(), right=cst.Name(value="None")):
            return OptionalType(annotated_type(left, scope))
        case cst.BinaryOperation(left=cst.Name(value="None"), operator=cst.BitOr(), right=right):
            return OptionalType(annotated_type(right, scope))
        case cst.Subscript(value=cst.Name(value=name)):
            return _generic(name, _arguments(node, scope), node, scope)
        case cst.Subscript(value=cst.Attribute(value=cst.Name(value="typing" | "t"), attr=cst.Name(value=name))):
            return _generic(name, _arguments(node, scope), node, scope)
        case _:
            raise _unknown(node, scope)


def _generic(name: str, arguments: list[HostType], node: cst.CSTNode, scope: Scope) -> HostType:
    match name, arguments:
        case (("list" | "List"), [item]):
            return ListType(item)
        case (("dict" | "Dict"), [key, value]):
            return DictType(key, value)
        case (("tuple" | "Tuple"), [_, *_]):
            return TupleType(tuple(arguments))
        case "Optional", [item]:
            return OptionalType(item)
        case _:
            raise _unknown(node, scope)


def _arguments(node: cst.Subscript, scope: Scope) -> list[HostType]:
    return [
        annotated_type(element.slice.value, scope) for element in node.slice if isinstance(element.slice, cst.Index)
    ]


def _quoted(text: str, node: cst.CSTNode, scope: Scope) -> HostType:
    try:
        inner = cst.parse_expression(text)
    except cst.ParserSyntaxError:
        raise _unknown(node, scope) from None
    if isinstance(inner, cst.Name) and inner.value in _NAMED:
        return _NAMED[inner.value]
    raise _unknown(node, scope)


def _unknown(node: cst.CSTNode, scope: Scope) -> Exception:
    return scope.error(
        "BML201",
        node,
        f"scripts do not know the type {scope.text(node)}",
        "write int, float, bool, str, list[...], dict[..., ...], tuple[..., ...] or one of them with | None",
    )
