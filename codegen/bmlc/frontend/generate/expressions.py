"""Host expressions as JavaScript that means the same: one visitor a node type, in modules by theme."""

from __future__ import annotations

from functools import singledispatch

from bmlc.emit import js
from bmlc.frontend.generate.context import Context
from bmlc.frontend.host import (
    Constant,
    Expression,
    Item,
    Local,
    Logical,
    MethodCall,
    Not,
    ProgramObject,
)

__all__ = ["expression", "truth"]


@singledispatch
def expression(node: Expression, context: Context) -> js.Expression:
    """The JavaScript of `node`."""
    raise TypeError(f"{type(node).__name__} has no JavaScript")


def truth(node: Expression, context: Context) -> js.Expression:
    """`node` as a condition."""
    from bmlc.frontend.generate.values import truth_of  # which holds expressions

    if isinstance(node, Logical):
        operator = "&&" if node.operator == "and" else "||"
        return js.Binary(operator, truth(node.left, context), truth(node.right, context))
    if isinstance(node, Not):
        return js.Unary("!", truth(node.operand, context))
    return truth_of(expression(node, context), node.type, context)


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
