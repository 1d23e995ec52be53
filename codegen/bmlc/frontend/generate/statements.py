"""Host statements as JavaScript: one visitor a node type."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch

from bmlc.emit import js
from bmlc.frontend.generate.context import Context
from bmlc.frontend.generate.expressions import expression, truth
from bmlc.frontend.generate.invocations import invocation
from bmlc.frontend.generate.values import kept
from bmlc.frontend.host import Constant, Discard, If, Invoke, Return, Statement, Timed

__all__ = ["block", "statement"]


def block(body: Sequence[Statement], context: Context) -> js.Block:
    """`body`, with blank lines around functions."""
    generated = [each for node in body for each in statement(node, context)]
    spaced: list[js.Statement] = []
    for before, node in zip([None, *generated], generated, strict=False):
        if before is not None and (isinstance(before, js.FunctionNode) or isinstance(node, js.FunctionNode)):
            spaced.append(js.Blank())
        spaced.append(node)
    return js.Block(tuple(spaced))


@singledispatch
def statement(node: Statement, context: Context) -> list[js.Statement]:
    """The JavaScript of `node`."""
    raise TypeError(f"{type(node).__name__} has no JavaScript")


@statement.register
def _discard(node: Discard, context: Context) -> list[js.Statement]:
    if isinstance(node.value, Constant):
        return []
    value = node.value
    generated = invocation(value, context) if isinstance(value, Invoke) else expression(value, context)
    return [js.ExpressionStatement(generated, node.loc)]


@statement.register
def _return(node: Return, context: Context) -> list[js.Statement]:
    if node.value is not None:
        return [js.Return(kept(node.value, context), node.loc)]
    return [js.Return(js.Literal(None) if context.returns_none else None, node.loc)]


@statement.register
def _if(node: If, context: Context) -> list[js.Statement]:
    return [_condition(node, context)]


def _condition(node: If, context: Context) -> js.If:
    otherwise: js.Block | js.If | None = None
    match node.otherwise:
        case (If() as nested,):
            otherwise = _condition(nested, context)
        case [_, *_]:
            otherwise = block(node.otherwise, context)
        case _:
            pass
    return js.If(truth(node.test, context), block(node.then, context), otherwise, node.loc)


@statement.register
def _timed(node: Timed, context: Context) -> list[js.Statement]:
    """`const timer = run.timer(label); try { … } finally { timer.stop(); }`"""
    started = js.Call(context.run("timer"), (expression(node.label, context),))
    if node.name is None:
        timer = js.name(context.own(("timer", id(node)), "timer"))
        start: js.Statement = js.const(timer.name, started, node.loc)
    else:
        timer = context.local(node.name)
        kind = context.kind_of((node.name,), node)
        start = (
            js.Assign(timer, "=", started, node.loc) if kind == "set" else js.Declare(kind, timer, started, node.loc)
        )
    stop = js.ExpressionStatement(js.call(js.Member(timer, "stop")))
    return [start, js.Try(block(node.body, context), None, None, js.Block((stop,)))]
