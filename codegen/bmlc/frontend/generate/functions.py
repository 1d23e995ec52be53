"""Nested functions and lambdas.

def scaled(x):                function scaled(x) {
    return x * factor    =>     return x * factor;
                              }
"""

from __future__ import annotations

from bmlc.emit import js
from bmlc.frontend.awaits import defined_functions
from bmlc.frontend.generate.context import Context
from bmlc.frontend.generate.declarations import find_declarations
from bmlc.frontend.generate.expressions import expression
from bmlc.frontend.generate.ownership import dropping_at_the_end
from bmlc.frontend.generate.statements import block, statement
from bmlc.frontend.host import Define, Lambda, OptionalType, Raise, Return

__all__ = ["function_body"]


@statement.register
def _define(node: Define, context: Context) -> list[js.Statement]:
    declarations = find_declarations(node.body, node.params, node.owned)
    returns_none = isinstance(node.result, OptionalType)
    inner = context.inner(declarations, defined_functions(node.body), returns_none)
    params = tuple(context.local(name) for name in node.params)
    body = function_body(node, inner)
    is_async = node.loc in context.awaiting
    name = context.local(node.name)
    if context.kind_of((node.name,), node) == "set":  # called from outside the block that defines it
        return [js.Assign(name, "=", js.Arrow(params, body, is_async), node.loc)]
    return [js.FunctionNode(name.name, params, body, node.loc, is_async)]


def function_body(node: Define, context: Context) -> js.Block:
    """The body, after what is declared at its top."""
    body = [*context.hoisted(), *dropping_at_the_end(node.owned, block(node.body, context), context).body]
    if context.returns_none and not (node.body and isinstance(node.body[-1], Return | Raise)):
        body.append(js.Return(js.Literal(None)))
    return js.Block(tuple(body))


@expression.register
def _lambda(node: Lambda, context: Context) -> js.Expression:
    return js.Arrow(tuple(context.local(name) for name in node.params), expression(node.body, context))
