"""Exceptions: `try`, `raise` and `assert`.

try:                              try {
    rate = 1 / n                    rate = divide(1, n);
except ZeroDivisionError:  =>     } catch (error) {
    rate = 0.0                      if (!(error instanceof ZeroDivisionError)) throw error;
                                    rate = 0;
                                  }
"""

from __future__ import annotations

from collections.abc import Sequence

from bmlc.emit import js
from bmlc.frontend.generate.context import Context
from bmlc.frontend.generate.expressions import expression, truth
from bmlc.frontend.generate.statements import block, statement
from bmlc.frontend.generate.walk import mentions
from bmlc.frontend.host import (
    Assert,
    Break,
    Builtin,
    Constant,
    Continue,
    Expression,
    Handler,
    Not,
    Raise,
    Reraise,
    Return,
    Try,
)

__all__: list[str] = []

_LEAVING = (Break, Continue, Raise, Reraise, Return)


@statement.register
def _try(node: Try, context: Context) -> list[js.Statement]:
    if node.final and node.handlers and node.otherwise:  # `finally` comes after `else`
        inner = Try(node.body, node.handlers, node.otherwise, (), node.loc)
        return [js.Try(js.Block(tuple(_try(inner, context))), None, None, block(node.final, context), node.loc)]
    final = block(node.final, context) if node.final else None
    if not node.handlers:
        return [js.Try(block((*node.body, *node.otherwise), context), None, None, final, node.loc)]
    body = block(node.body, context)
    before: list[js.Statement] = []
    after: list[js.Statement] = []
    if node.otherwise:
        after = list(block(node.otherwise, context).body)
        if not all(handler.body and isinstance(handler.body[-1], _LEAVING) for handler in node.handlers):
            done = js.name(context.own(("completed", id(node.body)), "completed"))
            before = [js.Declare("let", done, js.Literal(False))]
            body = js.Block((*body.body, js.Assign(done, "=", js.Literal(True))))
            after = [js.If(done, js.Block(tuple(after)), None)]
    param = _caught_name(node, context)
    context.caught.append(param)
    handler = js.Block(tuple(_handlers(node.handlers, param, context)))
    context.caught.pop()
    return [*before, js.Try(body, param, handler, final, node.loc), *after]


@statement.register
def _raise(node: Raise, context: Context) -> list[js.Statement]:
    return [js.Throw(_exception(node.exception, node.cause, context), node.loc)]


@statement.register
def _reraise(node: Reraise, context: Context) -> list[js.Statement]:
    return [js.Throw(js.name(context.caught[-1]), node.loc)]


@statement.register
def _assert(node: Assert, context: Context) -> list[js.Statement]:
    error = js.New(context.helper("AssertionError"), ())
    throw = js.Throw(error if node.error is None else _exception(node.error, None, context), node.loc)
    if isinstance(node.test, Constant):  # one that holds was left out
        return [throw]
    negated = truth(node.test.operand, context) if isinstance(node.test, Not) else _not(truth(node.test, context))
    return [js.If(negated, throw, None, node.loc)]


def _not(test: js.Expression) -> js.Expression:
    match test:
        case js.Unary("!", operand):
            return operand
        case js.Binary("===", left, right):
            return js.Binary("!==", left, right)
        case js.Binary("!==", left, right):
            return js.Binary("===", left, right)
        case _:
            return js.Unary("!", test)


def _exception(node: Expression, cause: Expression | None, context: Context) -> js.Expression:
    if not isinstance(node, Builtin):
        return expression(node, context)
    message, shown = (*node.arguments, None, None)[:2]
    options: list[js.Property] = []
    if isinstance(shown, Constant):
        options.append(js.Property("shown", js.Literal(shown.value)))
    elif shown is not None:
        options.append(js.Property("shown", js.Object((js.Property("text", expression(shown, context)),))))
    if cause is not None:
        options.append(js.Property("cause", _exception(cause, None, context)))
    arguments: list[js.Expression] = []
    if message is not None or options:
        arguments.append(js.name("undefined") if message is None else expression(message, context))
    if options:
        arguments.append(js.Object(tuple(options)))
    return js.New(context.helper(_class(node.name)), tuple(arguments))


def _class(name: str) -> str:
    return "PythonError" if name == "Exception" else name


def _caught_name(node: Try, context: Context) -> str:
    """What the error is called: as the handlers do, where they agree and none means another thing by that name."""
    names = {handler.name for handler in node.handlers if handler.name is not None}
    name = names.pop() if len(names) == 1 else "error"
    others = [handler for handler in node.handlers if handler.name != name]
    if any(mention.name == name for handler in others for mention in mentions(handler.body)):
        return context.own(("error", id(node.body)), "error")
    return context.local(name).name


def _handlers(handlers: Sequence[Handler], param: str, context: Context) -> list[js.Statement]:
    *earlier, last = handlers
    if not earlier:
        throw = js.Throw(js.name(param))
        return [js.If(js.Unary("!", _is_one(last, param, context)), throw, None), *_handled(last, param, context)]
    chain: js.Block | js.If = js.Block((js.Throw(js.name(param)),))
    for handler in reversed(handlers):
        body = js.Block(tuple(_handled(handler, param, context)))
        chain = js.If(_is_one(handler, param, context), body, chain, handler.loc)
    assert isinstance(chain, js.If)
    return [chain]


def _is_one(handler: Handler, param: str, context: Context) -> js.Expression:
    error = js.name(param)
    first, *others = [
        js.Call(context.helper("isException"), (error,))
        if name == "Exception"
        else js.Binary("instanceof", error, context.helper(_class(name)))
        for name in handler.exceptions
    ]
    whole: js.Expression = first
    for other in others:
        whole = js.Binary("||", whole, other)
    return whole


def _handled(handler: Handler, param: str, context: Context) -> list[js.Statement]:
    own = [] if handler.name is None else [context.local(handler.name).name]
    named: list[js.Statement] = [js.const(name, js.name(param)) for name in own if name != param]
    return [*named, *block(handler.body, context).body]
