"""Host expressions as JavaScript that means the same: one visitor a node type."""

from __future__ import annotations

from functools import singledispatch

from bmlc.emit import js
from bmlc.frontend.generate.context import Context
from bmlc.frontend.host import (
    BOOL,
    FLOAT,
    INT,
    STR,
    Arithmetic,
    Builtin,
    Compare,
    Constant,
    Expression,
    Item,
    Local,
    Logical,
    MethodCall,
    Negate,
    Not,
    ProgramObject,
)

__all__ = ["expression", "truth"]

_HELPERS = {"/": ("divide", "divide"), "//": ("floorDivide", "floatFloorDivide"), "%": ("modulo", "floatModulo")}
_COMPARISONS = {"==": "===", "!=": "!=="}


@singledispatch
def expression(node: Expression, context: Context) -> js.Expression:
    """The JavaScript of `node`."""
    raise TypeError(f"{type(node).__name__} has no JavaScript")


def truth(node: Expression, context: Context) -> js.Expression:
    """`node` as a condition. NaN is true in Python: floats are compared with 0."""
    if node.type == FLOAT:
        return js.Binary("!==", expression(node, context), js.Literal(0))
    return expression(node, context)


@expression.register
def _constant(node: Constant, context: Context) -> js.Expression:
    return js.Literal(node.value)


@expression.register
def _local(node: Local, context: Context) -> js.Expression:
    local = context.local(node.name)
    return js.Call(context.helper("bound"), (local, js.Literal(node.name))) if node.maybe_unset else local


@expression.register
def _object(node: ProgramObject, context: Context) -> js.Expression:
    return js.name(node.name)


@expression.register
def _call(node: MethodCall, context: Context) -> js.Expression:
    arguments = [expression(argument, context) for argument in node.positional]
    if node.options:
        options = tuple(js.Property(name, expression(value, context)) for name, value in node.options)
        arguments.append(js.Object(options))
    call = js.Call(js.Member(expression(node.object, context), node.method), tuple(arguments))
    return js.Await(call) if node.is_async else call


@expression.register
def _item(node: Item, context: Context) -> js.Expression:
    owner = expression(node.object, context)
    return js.Index(owner, js.Literal(node.key)) if isinstance(node.key, int) else js.Member(owner, node.key)


@expression.register
def _builtin(node: Builtin, context: Context) -> js.Expression:
    arguments = (expression(argument, context) for argument in node.arguments if argument is not None)
    return js.Call(context.helper(node.name), tuple(arguments))


@expression.register
def _arithmetic(node: Arithmetic, context: Context) -> js.Expression:
    left, right = _number(node.left, context), _number(node.right, context)
    if node.operator in _HELPERS:
        of_ints, of_floats = _HELPERS[node.operator]
        return js.Call(context.helper(of_ints if node.type == INT else of_floats), (left, right))
    plain = js.Binary(node.operator, left, right)
    # Beyond 2^53 JavaScript would round where Python does not.
    return js.Call(context.helper("int"), (plain,)) if node.type == INT else plain


@expression.register
def _compare(node: Compare, context: Context) -> js.Expression:
    pairs = zip(node.operators, node.operands, node.operands[1:], strict=False)
    whole, *rest = [_comparison(operator, left, right, context) for operator, left, right in pairs]
    for test in rest:
        whole = js.Binary("&&", whole, test)
    return whole


@expression.register
def _logical(node: Logical, context: Context) -> js.Expression:
    operator = "&&" if node.operator == "and" else "||"
    return js.Binary(operator, truth(node.left, context), truth(node.right, context))


@expression.register
def _not(node: Not, context: Context) -> js.Expression:
    return js.Unary("!", truth(node.operand, context))


@expression.register
def _negate(node: Negate, context: Context) -> js.Expression:
    # An int has no -0: JavaScript's would show as one in a division.
    if node.operand.type == INT and not isinstance(node.operand, Constant):
        return js.Binary("-", js.Literal(0), expression(node.operand, context))
    return js.Unary("-", expression(node.operand, context))


def _comparison(operator: str, left: Expression, right: Expression, context: Context) -> js.Expression:
    sides = (left, right)
    if not (left.type == right.type and left.type in (STR, BOOL)):
        return js.Binary(_COMPARISONS.get(operator, operator), *(_number(side, context) for side in sides))
    return js.Binary(_COMPARISONS.get(operator, operator), *(expression(side, context) for side in sides))


def _number(node: Expression, context: Context) -> js.Expression:
    """A bool is an int in Python."""
    value = expression(node, context)
    return js.call("Number", value) if node.type == BOOL else value
