"""Expressions: one visitor a node type of libcst."""

from __future__ import annotations

from functools import singledispatch

import libcst as cst

from bmlc.frontend.check import calls, names, operators
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.host import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    STR,
    Constant,
    Expression,
    Item,
    Logical,
    Negate,
    Not,
    ProgramObject,
    RecordType,
    Scalar,
)

__all__ = ["check_condition", "check_expression"]

_NAMED = {"True": (True, BOOL), "False": (False, BOOL), "None": (None, NONE)}
_LOGICAL: dict[type[cst.CSTNode], str] = {cst.And: "and", cst.Or: "or"}
_SCALARS: dict[type, Scalar] = {bool: BOOL, int: INT, float: FLOAT, str: STR, type(None): NONE}


@singledispatch
def check_expression(node: cst.CSTNode, scope: Scope) -> Expression:
    """The typed expression of `node`."""
    raise scope.error(
        "BML201", node, f"scripts do not have {_describe(node)}", "move it into a @bml.function, or write it in steps"
    )


def check_condition(node: cst.BaseExpression, scope: Scope) -> Expression:
    """`node` where only its truth matters: there `and` and `or` take whatever has one."""
    if isinstance(node, cst.BooleanOperation):
        left, right = check_condition(node.left, scope), check_condition(node.right, scope)
        return Logical(_LOGICAL[type(node.operator)], left, right, BOOL, scope.loc(node))
    value = check_expression(node, scope)
    operators.check_truth(scope, node, value)
    return value


@check_expression.register
def _integer(node: cst.Integer, scope: Scope) -> Expression:
    if node.evaluated_value > names.LARGEST:
        raise scope.error(
            "BML201", node, "an int in a script must stay below 2**53, where JavaScript's numbers are exact"
        )
    return Constant(node.evaluated_value, INT, scope.loc(node))


@check_expression.register
def _float(node: cst.Float, scope: Scope) -> Expression:
    return Constant(node.evaluated_value, FLOAT, scope.loc(node))


@check_expression.register
def _string(node: cst.SimpleString, scope: Scope) -> Expression:
    if not isinstance(node.evaluated_value, str):
        raise scope.error("BML201", node, "scripts do not have bytes", "use a str")
    return Constant(node.evaluated_value, STR, scope.loc(node))


@check_expression.register
def _name(node: cst.Name, scope: Scope) -> Expression:
    if node.value in _NAMED:
        value, scalar = _NAMED[node.value]
        return Constant(value, scalar, scope.loc(node))
    return scope.read(node) or names.free_name(node, scope)


@check_expression.register
def _call(node: cst.Call, scope: Scope) -> Expression:
    return calls.check_call(node, scope)


@check_expression.register
def _subscript(node: cst.Subscript, scope: Scope) -> Expression:
    value = check_expression(node.value, scope)
    if not isinstance(value.type, RecordType):
        raise scope.error("BML201", node, f"scripts do not take items of {value.type}")
    match node.slice:
        case [cst.SubscriptElement(slice=cst.Index(value=cst.SimpleString() as text))]:
            key = text.evaluated_value
        case _:
            raise scope.error(
                "BML201", node, "the key must be written as a string", f'for example ["{value.type.keys[0]}"]'
            )
    if not isinstance(key, str) or key not in value.type.keys:
        raise scope.error("BML102", text, f"expected one of {', '.join(map(repr, value.type.keys))}, received {key!r}")
    return Item(value, key, FLOAT, scope.loc(node))


@check_expression.register
def _binary(node: cst.BinaryOperation, scope: Scope) -> Expression:
    left, right = check_expression(node.left, scope), check_expression(node.right, scope)
    return operators.arithmetic(scope, node, node.operator, left, right)


@check_expression.register
def _unary(node: cst.UnaryOperation, scope: Scope) -> Expression:
    if isinstance(node.operator, cst.Not):
        return Not(check_condition(node.expression, scope), BOOL, scope.loc(node))
    operand = check_expression(node.expression, scope)
    if isinstance(node.operator, cst.Minus) and operand.type in (INT, FLOAT):
        return Negate(operand, operand.type, scope.loc(node))
    raise scope.error("BML201", node, f"scripts do not have {scope.text(node.operator).strip()} on {operand.type}")


@check_expression.register
def _boolean(node: cst.BooleanOperation, scope: Scope) -> Expression:
    left, right = check_expression(node.left, scope), check_expression(node.right, scope)
    symbol = _LOGICAL[type(node.operator)]
    if not left.type == right.type == BOOL:
        raise scope.error(
            "BML201",
            node,
            f"{symbol} in scripts takes bools, received {left.type} and {right.type}",
            "compare first, as in x > 0",
        )
    return Logical(symbol, left, right, BOOL, scope.loc(node))


@check_expression.register
def _comparison(node: cst.Comparison, scope: Scope) -> Expression:
    operands = [check_expression(node.left, scope)]
    operands += [check_expression(target.comparator, scope) for target in node.comparisons]
    return operators.compare(scope, node, operands)


@check_expression.register
def _attribute(node: cst.Attribute, scope: Scope) -> Expression:
    owner = check_expression(node.value, scope)
    if isinstance(owner, ProgramObject):
        found = names.attribute_of(owner, node, scope)
        if found is not None:
            return found
    raise scope.error("BML201", node, f"{owner.type} in a script has no {node.attr.value}")


_DESCRIPTIONS = {
    "List": "lists",
    "Tuple": "tuples",
    "Dict": "dictionaries",
    "Set": "sets",
    "Lambda": "lambda",
    "FormattedString": "f-strings",
    "ConcatenatedString": "strings written in pieces",
    "IfExp": "conditional expressions",
    "ListComp": "comprehensions",
    "DictComp": "comprehensions",
    "SetComp": "comprehensions",
    "GeneratorExp": "generators",
    "NamedExpr": "assignments inside expressions",
    "Await": "await (it is put in where the browser needs it)",
    "Yield": "yield",
    "Imaginary": "complex numbers",
    "Ellipsis": "...",
}


def _describe(node: cst.CSTNode) -> str:
    kind = type(node).__name__
    return _DESCRIPTIONS.get(kind, kind)
