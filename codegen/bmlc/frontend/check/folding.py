"""Arithmetic on written ints, computed here: `2**53 - 1` is one, though 2**53 is beyond JavaScript's ints."""

from __future__ import annotations

import operator
from collections.abc import Callable

import libcst as cst

from bmlc.frontend.check.names import LARGEST
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.host import INT, Constant, Expression, Negate

__all__ = ["constant_int"]

_OPERATIONS: dict[type[cst.CSTNode], Callable[[int, int], int]] = {
    cst.Add: operator.add,
    cst.Subtract: operator.sub,
    cst.Multiply: operator.mul,
    cst.FloorDivide: operator.floordiv,
    cst.Modulo: operator.mod,
    cst.Power: operator.pow,
    cst.LeftShift: operator.lshift,
}
_MOST = 1024  # bits of what is computed on the way, and of an exponent


def constant_int(node: cst.BinaryOperation, scope: Scope) -> Expression | None:
    """The int that `node` is; None where it is not made of written ints alone, or fails.

    Raises:
        UserError: BML205 where it is beyond 2**53.
    """
    value = _value(node)
    if value is None:
        return None
    if abs(value) > LARGEST:
        message = f"expected an int below 2**53, where JavaScript's numbers are exact, received {scope.text(node)}"
        raise scope.error("BML205", node, message, "write a float, as in 2.0**60")
    loc = scope.loc(node)
    return Constant(value, INT, loc) if value >= 0 else Negate(Constant(-value, INT, loc), INT, loc)


def _value(node: cst.BaseExpression) -> int | None:
    match node:
        case cst.Integer():
            return node.evaluated_value
        case cst.UnaryOperation(operator=cst.Minus(), expression=inner):
            value = _value(inner)
            return None if value is None else -value
        case cst.BinaryOperation(left=left, operator=op, right=right) if type(op) in _OPERATIONS:
            first, second = _value(left), _value(right)
            if first is None or second is None:
                return None
            return _computed(op, first, second)
        case _:
            return None


def _computed(op: cst.BaseBinaryOp, first: int, second: int) -> int | None:
    if isinstance(op, cst.Power | cst.LeftShift) and not 0 <= second * max(first.bit_length(), 1) <= _MOST:
        return None
    if isinstance(op, cst.FloorDivide | cst.Modulo) and second == 0:
        return None
    if max(first.bit_length(), second.bit_length()) > _MOST:
        return None
    return _OPERATIONS[type(op)](first, second)
