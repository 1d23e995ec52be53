"""Chains of comparisons, each operand evaluated once, none that is not needed.

a < f() < b     =>     ((middle) => a < middle && middle < b)(f())
"""

from __future__ import annotations

from collections.abc import Sequence

from bmlc.emit import js
from bmlc.frontend.generate.context import Context
from bmlc.frontend.generate.expressions import expression
from bmlc.frontend.generate.operators import negated
from bmlc.frontend.generate.values import applied, is_simple
from bmlc.frontend.host import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    STR,
    Compare,
    DictType,
    Expression,
    HostType,
    ListType,
    OptionalType,
    RangeType,
    RecordType,
    TupleType,
    resolve,
)

__all__: list[str] = []

_NUMBERS = (INT, FLOAT, BOOL)
_ORDERED = {"<": "isLess", "<=": "isLessOrEqual", ">": "isGreater", ">=": "isGreaterOrEqual"}


@expression.register
def _compare(node: Compare, context: Context) -> js.Expression:
    return _chain(node, 0, expression(node.operands[0], context), context)


def _chain(node: Compare, at: int, left: js.Expression, context: Context) -> js.Expression:
    """The comparisons from the one at `at` on, whose left side was generated."""
    operands: Sequence[Expression] = node.operands
    right = expression(operands[at + 1], context)
    if at == len(node.operators) - 1:
        return _pair(node, at, left, right, context)
    if is_simple(operands[at + 1]):
        return js.Binary("&&", _pair(node, at, left, right, context), _chain(node, at + 1, right, context))
    middle = js.name(context.own(("middle", at, id(node)), "middle"))
    params: tuple[js.Identifier, ...] = (middle,)
    arguments: tuple[js.Expression, ...] = (right,)
    if at == 0 and not is_simple(operands[0]):
        first = js.name(context.own(("left", id(node)), "left"))
        params, arguments, left = (first, middle), (left, right), first
    rest = _chain(node, at + 1, middle, context)
    return applied(params, js.Binary("&&", _pair(node, at, left, middle, context), rest), arguments)


def _pair(node: Compare, at: int, left: js.Expression, right: js.Expression, context: Context) -> js.Expression:
    symbol = node.operators[at]
    first, second = resolve(node.operands[at].type), resolve(node.operands[at + 1].type)
    match symbol:
        case "is":
            return js.Binary("===", left, right)
        case "is not":
            return negated(js.Binary("===", left, right))
        case "==":
            return _equal(left, first, right, second, context)
        case "!=":
            return negated(_equal(left, first, right, second, context))
        case "in" | "not in":
            simple = is_simple(node.operands[at]) or is_simple(node.operands[at + 1])
            found = _in(left, first, right, second, simple, context)
            return found if symbol == "in" else negated(found)
        case _ if first in _NUMBERS and second in _NUMBERS:
            return js.Binary(symbol, left, right)
        case _:
            return js.Call(context.helper(_ORDERED[symbol]), (left, right))


def _equal(
    left: js.Expression, first: HostType, right: js.Expression, second: HostType, context: Context
) -> js.Expression:
    if first in _NUMBERS and second in _NUMBERS and first != second:
        left, right = _number(left, first), _number(right, second)
        return js.Binary("===", left, right)
    if _is_primitive(first) and _is_primitive(second) and (_item(first) == _item(second) or NONE in (first, second)):
        return js.Binary("===", left, right)
    if NONE in (first, second):
        return js.Binary("===", left, right)
    return js.Call(context.helper("isEqual"), (left, right))


def _item(host_type: HostType) -> HostType:
    item = resolve(host_type.item) if isinstance(host_type, OptionalType) else host_type
    return FLOAT if item == INT else item


def _is_primitive(host_type: HostType) -> bool:
    return _item(host_type) in (FLOAT, BOOL, STR, NONE)


def _number(value: js.Expression, host_type: HostType) -> js.Expression:
    return js.call("Number", value) if host_type == BOOL else value


def _in(
    value: js.Expression,
    value_type: HostType,
    holder: js.Expression,
    holder_type: HostType,
    in_any_order: bool,
    context: Context,
) -> js.Expression:
    if not in_any_order:
        return js.Call(context.helper("isIn"), (value, holder))
    match holder_type:
        case DictType() | RangeType():
            return js.call(js.Member(holder, "has"), value)
        case RecordType():
            return js.call(js.Member(js.name("Object"), "hasOwn"), holder, value)
        case ListType(item) if _is_primitive(resolve(item)) and _item(resolve(item)) == _item(value_type):
            return js.call(js.Member(holder, "includes"), value)
        case TupleType(items) if all(
            _is_primitive(resolve(each)) and _item(resolve(each)) == _item(value_type) for each in items
        ):
            return js.call(js.Member(holder, "includes"), value)
        case _ if holder_type == STR:
            return js.call(js.Member(holder, "includes"), value)
        case _:
            return js.Call(context.helper("isAmong"), (holder, value))
