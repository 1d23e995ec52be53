"""Types of comparisons: chains of `== != < <= > >= in not in is is not`."""

from __future__ import annotations

import libcst as cst

from bmlc.frontend.check import tensors
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.fitting import none_hint
from bmlc.frontend.check.iteration import element_type
from bmlc.frontend.check.operators import is_tensor, none_operand
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.check.unify import known, unify
from bmlc.frontend.host import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    STR,
    Compare,
    DictType,
    ErrorType,
    Expression,
    FixedListType,
    HostType,
    IterableType,
    ListType,
    OptionalType,
    PredictionsType,
    RangeType,
    RecordType,
    TupleType,
    TypeVariable,
    holds_tensors,
)

__all__ = ["comparable", "orderable"]

_SYMBOLS: dict[type[cst.CSTNode], str] = {
    cst.Equal: "==",
    cst.NotEqual: "!=",
    cst.LessThan: "<",
    cst.LessThanEqual: "<=",
    cst.GreaterThan: ">",
    cst.GreaterThanEqual: ">=",
    cst.In: "in",
    cst.NotIn: "not in",
    cst.Is: "is",
    cst.IsNot: "is not",
}
_TENSOR_OPERATIONS = {
    "==": "equal",
    "!=": "not_equal",
    "<": "less",
    "<=": "less_equal",
    ">": "greater",
    ">=": "greater_equal",
}
_NUMBERS = (INT, FLOAT, BOOL)


@check_expression.register
def _comparison(node: cst.Comparison, scope: Scope) -> Expression:
    operands = [check_expression(node.left, scope)]
    symbols = []
    for target in node.comparisons:
        operands.append(check_expression(target.comparator, scope))
        symbols.append(_SYMBOLS[type(target.operator)])
    if any(is_tensor(operand.type) for operand in operands):
        if symbols[0] in _TENSOR_OPERATIONS and len(symbols) == 1:
            return tensors.operation(scope, node, _TENSOR_OPERATIONS[symbols[0]], operands)
        if not any(symbol in ("is", "is not") for symbol in symbols):
            hint = "read its number first, as in float(x)"
            raise scope.error("BML204", node, f"{' and '.join(symbols)} in scripts does not compare tensors", hint)
    for symbol, left, right in zip(symbols, operands, operands[1:], strict=False):
        _check_pair(scope, node, symbol, left, right)
    return Compare(tuple(operands), tuple(symbols), BOOL, scope.loc(node))


def _check_pair(scope: Scope, node: cst.Comparison, symbol: str, left: Expression, right: Expression) -> None:
    first, second = known(left.type), known(right.type)
    match symbol:
        case "is" | "is not":
            is_object = isinstance(first, ListType | DictType) and comparable(scope, first, second)
            if NONE not in (first, second) and not (first == second == BOOL) and not is_object:
                raise scope.error(
                    "BML204",
                    node,
                    f"{symbol} in scripts asks for None, received {first} and {second}",
                    "compare values with ==",
                )
        case "==" | "!=" if PredictionsType() in (first, second):
            raise scope.error("BML204", node, f"{symbol} in scripts does not compare predictions", None)
        case "==" | "!=" if isinstance(first, RecordType) and isinstance(second, RecordType):
            hint = "compare their values, key by key"
            raise scope.error(
                "BML204", node, f"{symbol} in scripts does not compare dictionaries of several types", hint
            )
        case "==" | "!=":
            if not comparable(scope, first, second):
                always = "False" if symbol == "==" else "True"
                message = f"{first} and {second} are never equal: {symbol} is always {always}"
                raise scope.error("BML204", node, message, "compare values of one type")
        case "in" | "not in":
            _check_membership(scope, node, symbol, first, second)
        case _:
            if not orderable(scope, first, second):
                missing = none_operand(symbol, left, right)
                if missing is not None:
                    raise missing
                message = f"{symbol} does not compare {first} and {second}"
                raise scope.error("BML204", node, message, none_hint(first, second))


def _check_membership(scope: Scope, node: cst.Comparison, symbol: str, item: HostType, holder: HostType) -> None:
    if holder == STR:
        if item != STR:
            raise scope.error("BML204", node, f"{symbol} looks for a str in a str, received {item}")
        return
    held = element_type(holder, scope.journal)
    if isinstance(holder, TupleType | FixedListType) and held is None:
        fitting = all(comparable(scope, item, each) for each in holder.items)
    else:
        fitting = held is not None and comparable(scope, item, held)
    if held is None and not isinstance(holder, TupleType):
        hint = none_hint(holder)
        raise scope.error(
            "BML204", node, f"{symbol} looks into lists, tuples, strings and dictionaries, received {holder}", hint
        )
    if not fitting:
        raise scope.error("BML204", node, f"{item} is never in {holder}", "look for values of the type that it holds")


def comparable(scope: Scope, first: HostType, second: HostType) -> bool:
    """Whether values of these types can be equal."""
    first, second = known(first), known(second)
    if (first in _NUMBERS and second in _NUMBERS) or NONE in (first, second):
        return True
    match first, second:
        case (ErrorType(), _) | (_, ErrorType()):
            return True
        case (TypeVariable(), _) | (_, TypeVariable()):
            return unify(first, second, scope.journal)
        case (OptionalType(item), OptionalType(other)):
            return comparable(scope, item, other)
        case (OptionalType(item), other) | (other, OptionalType(item)):
            return comparable(scope, item, other)
        case ListType(item), ListType(other):
            return comparable(scope, item, other)
        case TupleType(items), TupleType(others):
            return len(items) == len(others) and all(map(comparable, [scope] * len(items), items, others))
        case DictType(key, item), DictType(other_key, other):
            return comparable(scope, key, other_key) and comparable(scope, item, other)
        case RangeType(), RangeType():
            return True
        case (RecordType() | IterableType() | FixedListType(), _):
            return False
        case _:
            return first == second and not holds_tensors(first)


def orderable(scope: Scope, first: HostType, second: HostType) -> bool:
    """Whether `<` takes values of these types."""
    first, second = known(first), known(second)
    if first in _NUMBERS and second in _NUMBERS:
        return True
    match first, second:
        case (ErrorType(), _) | (_, ErrorType()):
            return True
        case (TypeVariable(), _) | (_, TypeVariable()):
            return unify(first, second, scope.journal)
        case ListType(item), ListType(other):
            return orderable(scope, item, other)
        case TupleType(items), TupleType(others):
            return all(orderable(scope, item, other) for item, other in zip(items, others, strict=False))
        case _:
            return first == second == STR
