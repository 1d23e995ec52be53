"""Arithmetic with Python's meaning, negation, `and`, `or`, `not` and conditional expressions."""

from __future__ import annotations

from bmlc.emit import js
from bmlc.frontend.effects import may_change_others
from bmlc.frontend.generate.context import Context
from bmlc.frontend.generate.expressions import expression, truth
from bmlc.frontend.generate.values import applied, has_plain_truth, is_simple, number, truth_of
from bmlc.frontend.host import (
    BOOL,
    FLOAT,
    INT,
    STR,
    Arithmetic,
    Conditional,
    Constant,
    DictType,
    Expression,
    Local,
    Logical,
    Negate,
    Not,
    resolve,
)

__all__ = ["negated"]

# Of ints, and where one side is a float.
_HELPERS = {
    "/": ("divide", "floatDivide"),
    "//": ("floorDivide", "floatFloorDivide"),
    "%": ("modulo", "floatModulo"),
    "**": ("intPower", "floatPower"),
}
_BITS = {"&": "bitAnd", "|": "bitOr", "^": "bitXor", "<<": "shiftLeft", ">>": "shiftRight"}


@expression.register
def _arithmetic(node: Arithmetic, context: Context) -> js.Expression:
    left, right = resolve(node.left.type), resolve(node.right.type)
    result = resolve(node.type)
    if result == STR:
        return _of_texts(node, context)
    if isinstance(result, DictType):
        merged = js.Member(expression(node.left, context), "merged")
        return js.Call(merged, (expression(node.right, context),))
    if result not in (INT, FLOAT, BOOL):
        return _of_lists(node, context)
    if node.operator in _BITS:
        return _bits(node, context)
    operands = number(node.left, context), number(node.right, context)
    plain = js.Binary(node.operator, *operands)
    divisor = node.right.value if isinstance(node.right, Constant) else None
    if isinstance(divisor, int | float) and divisor > 0:  # known not to be zero
        if node.operator == "/":
            return plain
        if node.operator == "//" and result == INT:
            return js.call(js.Member(js.name("Math"), "floor"), js.Binary("/", *operands))
    if node.operator in _HELPERS:
        of_ints, of_floats = _HELPERS[node.operator]
        is_int = FLOAT not in (left, right) if node.operator == "/" else result == INT
        return js.Call(context.helper(of_ints if is_int else of_floats), operands)
    # Beyond 2^53 JavaScript would round where Python does not.
    return js.Call(context.helper("int"), (plain,)) if result == INT else plain


def _of_texts(node: Arithmetic, context: Context) -> js.Expression:
    if node.operator == "+":
        return js.Binary("+", expression(node.left, context), expression(node.right, context))
    text, times = (node.left, node.right) if resolve(node.left.type) == STR else (node.right, node.left)
    return js.Call(context.helper("repeatedText"), (expression(text, context), number(times, context)))


def _of_lists(node: Arithmetic, context: Context) -> js.Expression:
    if node.operator == "+":
        left = expression(node.left, context)
        if not isinstance(left, js.Array) and may_change_others(node.right):
            # What the right side does to the left one counts, too: it is copied when both are there.
            return js.call(js.Member(left, "concat"), expression(node.right, context))
        return js.Array((*_items(node.left, context), *_items(node.right, context)))
    swapped = resolve(node.left.type) in (INT, BOOL)
    values, times = (node.right, node.left) if swapped else (node.left, node.right)
    return js.Call(context.helper("repeatedList"), (expression(values, context), number(times, context)))


def _items(node: Expression, context: Context) -> tuple[js.Expression, ...]:
    """`...xs`; the items of a list that is written out, or of a sum of them."""
    value = expression(node, context)
    return value.elements if isinstance(value, js.Array) else (js.Spread(value),)


def _bits(node: Arithmetic, context: Context) -> js.Expression:
    if resolve(node.type) == BOOL:
        left, right = expression(node.left, context), expression(node.right, context)
        if node.operator == "^":
            return js.Binary("!==", left, right)
        if is_simple(node.right):
            return js.Binary("&&" if node.operator == "&" else "||", left, right)
        return js.call("Boolean", js.call(context.helper(_BITS[node.operator]), left, right))
    operands = number(node.left, context), number(node.right, context)
    return js.Call(context.helper(_BITS[node.operator]), operands)


@expression.register
def _negate(node: Negate, context: Context) -> js.Expression:
    if isinstance(node.operand, Constant) and isinstance(node.operand.value, int | float):
        return js.Literal(-node.operand.value)
    operand = expression(node.operand, context)
    # An int has no -0: JavaScript's would show as one in a division.
    return js.Binary("-", js.Literal(0), operand) if resolve(node.type) == INT else js.Unary("-", operand)


@expression.register
def _not(node: Not, context: Context) -> js.Expression:
    return negated(truth(node.operand, context))


def negated(test: js.Expression) -> js.Expression:
    """`!test`, in the shortest form."""
    match test:
        case js.Binary("===", left, right):
            return js.Binary("!==", left, right)
        case js.Binary("!==", left, right):
            return js.Binary("===", left, right)
        case _:
            return js.Unary("!", test)


@expression.register
def _logical(node: Logical, context: Context) -> js.Expression:
    """The operand that decides; where JavaScript finds another one true, by a test."""
    is_and = node.operator == "and"
    if resolve(node.type) == BOOL and not (resolve(node.left.type) == resolve(node.right.type) == BOOL):
        return truth(node, context)
    right = expression(node.right, context)
    if has_plain_truth(node.left.type):
        return js.Binary("&&" if is_and else "||", expression(node.left, context), right)
    left = expression(node.left, context)
    if isinstance(node.left, Local) and is_simple(node.left):
        return _decided(left, is_and, node, right, context)
    value = js.name(context.own(("decides", id(node)), "value"))
    return applied((value,), _decided(value, is_and, node, right, context), (left,))


def _decided(
    value: js.Expression, is_and: bool, node: Logical, right: js.Expression, context: Context
) -> js.Expression:
    test = truth_of(value, node.left.type, context)
    return js.Conditional(test, right, value) if is_and else js.Conditional(test, value, right)


@expression.register
def _conditional(node: Conditional, context: Context) -> js.Expression:
    then, otherwise = expression(node.then, context), expression(node.otherwise, context)
    return js.Conditional(truth(node.test, context), then, otherwise)
