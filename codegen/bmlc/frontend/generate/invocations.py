"""Calls of nested functions, awaited where the function awaits."""

from __future__ import annotations

from bmlc.emit import js
from bmlc.frontend.generate.context import Context
from bmlc.frontend.generate.expressions import expression
from bmlc.frontend.generate.values import kept
from bmlc.frontend.host import NONE, Invoke

__all__ = ["invocation"]


def invocation(node: Invoke, context: Context) -> js.Expression:
    """The call, whatever becomes of its result."""
    arguments = tuple(kept(argument, context) for argument in node.arguments)
    call = js.Call(context.local(node.function), arguments)
    return js.Await(call) if context.functions[node.function].loc in context.awaiting else call


@expression.register
def _invoke(node: Invoke, context: Context) -> js.Expression:
    call = invocation(node, context)
    # A function without a `return` gives undefined, where somebody looks at it.
    return js.Binary("??", call, js.Literal(None)) if node.type == NONE else call
