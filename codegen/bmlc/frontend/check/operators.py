"""Types of arithmetic, comparisons and truth, with Python's meaning."""

from __future__ import annotations

import libcst as cst

from bmlc.frontend.check.scope import Scope
from bmlc.frontend.host import BOOL, FLOAT, INT, NONE, STR, Arithmetic, Compare, Constant, Expression, HostType, Local

__all__ = ["NUMBERS", "arithmetic", "check_truth", "compare", "is_number"]

NUMBERS = (INT, FLOAT, BOOL)

_ARITHMETIC: dict[type[cst.CSTNode], str] = {
    cst.Add: "+",
    cst.Subtract: "-",
    cst.Multiply: "*",
    cst.Divide: "/",
    cst.FloorDivide: "//",
    cst.Modulo: "%",
}
_COMPARISONS: dict[type[cst.CSTNode], str] = {
    cst.Equal: "==",
    cst.NotEqual: "!=",
    cst.LessThan: "<",
    cst.LessThanEqual: "<=",
    cst.GreaterThan: ">",
    cst.GreaterThanEqual: ">=",
}


def is_number(host_type: HostType) -> bool:
    return host_type in NUMBERS


def arithmetic(
    scope: Scope, node: cst.CSTNode, operator: cst.CSTNode, left: Expression, right: Expression
) -> Expression:
    """`left operator right` on numbers; `/` gives a float, the others a float where one side is one."""
    symbol = _ARITHMETIC.get(type(operator))
    if symbol is None:
        raise scope.error("BML201", node, f"scripts do not have the operator {scope.text(operator).strip()}")
    if not (is_number(left.type) and is_number(right.type)):
        raise scope.error("BML201", node, f"{symbol} in scripts takes numbers, received {left.type} and {right.type}")
    result = FLOAT if symbol == "/" or FLOAT in (left.type, right.type) else INT
    return Arithmetic(symbol, left, right, result, scope.loc(node))


def compare(scope: Scope, node: cst.Comparison, operands: list[Expression]) -> Expression:
    """A chain of comparisons between numbers, or `==` and `!=` between strings."""
    operators = []
    for target, left, right in zip(node.comparisons, operands, operands[1:], strict=False):
        symbol = _COMPARISONS.get(type(target.operator))
        if symbol is None:
            raise scope.error("BML201", node, f"scripts do not have the operator {scope.text(target.operator).strip()}")
        strings = left.type == right.type == STR and symbol in ("==", "!=")
        if not strings and not (is_number(left.type) and is_number(right.type)):
            raise scope.error(
                "BML201", node, f"{symbol} in scripts compares numbers, received {left.type} and {right.type}"
            )
        operators.append(symbol)
    if any(not isinstance(inner, Local | Constant) for inner in operands[1:-1]):
        raise scope.error(
            "BML201", node, "the middle of a chain of comparisons must be a name or a number", "give it a name first"
        )
    return Compare(tuple(operands), tuple(operators), BOOL, scope.loc(node))


def check_truth(scope: Scope, node: cst.CSTNode, value: Expression) -> None:
    """Numbers, bools, strings and None have a truth that scripts know."""
    if not (is_number(value.type) or value.type in (STR, NONE)):
        raise scope.error(
            "BML201", node, f"a condition in a script is a bool, a number or a string, received {value.type}"
        )
