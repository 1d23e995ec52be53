"""What the ownership passes put into scripts, as JavaScript.

Drop(x, y)                     =>   [x, y] = run.drop(x, y);
Clear(x, y)                    =>   [x, y] = [];
Assign(x, f(x)), replaces x    =>   x = run.replace(x, f([x])[0]);
Script(…), owned x, y          =>   let x, y;
                                    try { … } finally {
                                      run.drop(x, y);
                                    }
"""

from __future__ import annotations

from collections.abc import Sequence

from bmlc.emit import js
from bmlc.frontend.generate.context import Context
from bmlc.frontend.generate.expressions import expression
from bmlc.frontend.generate.statements import block, statement
from bmlc.frontend.host import (
    Adopt,
    Assign,
    Clear,
    DictType,
    Drop,
    Exchange,
    Guarded,
    Retain,
    TakeAll,
    TakeItem,
    resolve,
)

__all__ = ["dropping_at_the_end", "replacing"]


def dropping_at_the_end(owned: Sequence[str], body: js.Block, context: Context) -> js.Block:
    """`body` of a function, where whatever its names still hold is dropped, whatever way it ends."""
    if not owned:
        return body
    names = tuple(map(context.local, owned))
    drop = js.ExpressionStatement(js.Call(context.run("drop"), names))
    return js.Block((js.Try(body, None, None, js.Block((drop,))),))


def replacing(value: js.Expression, node: Assign, context: Context) -> js.Expression:
    """`value`, with what the assignment replaces dropped once it is there."""
    if not node.replaces:
        return value
    before = tuple(map(context.local, node.replaces))
    return js.Call(context.run("replace"), (before[0] if len(before) == 1 else js.Array(before), value))


@statement.register
def _drop(node: Drop, context: Context) -> list[js.Statement]:
    names = tuple(map(context.local, node.names))
    return [js.Assign(js.ArrayPattern(names), "=", js.Call(context.run("drop"), names), node.loc)]


@statement.register
def _clear(node: Clear, context: Context) -> list[js.Statement]:
    names = tuple(map(context.local, node.names))
    if len(names) == 1:
        return [js.Assign(names[0], "=", js.name("undefined"), node.loc)]
    return [js.Assign(js.ArrayPattern(names), "=", js.Array(()), node.loc)]


@statement.register
def _guarded(node: Guarded, context: Context) -> list[js.Statement]:
    error = context.own(node, "error")
    names = tuple(map(context.local, node.names))
    drop = js.Assign(js.ArrayPattern(names), "=", js.Call(context.run("drop"), names), node.loc)
    handler = js.Block((drop, js.Throw(js.name(error), node.loc)))
    return [js.Try(block(node.body, context), error, handler, None, node.loc)]


@expression.register
def _retain(node: Retain, context: Context) -> js.Expression:
    return js.Call(context.run("retain"), (expression(node.value, context),))


@expression.register
def _adopt(node: Adopt, context: Context) -> js.Expression:
    return js.Call(context.run("adopt"), (expression(node.value, context),))


@expression.register
def _exchange(node: Exchange, context: Context) -> js.Expression:
    helper = "exchangeValue" if isinstance(resolve(node.object.type), DictType) else "exchangeItem"
    parts = (node.object, node.index, node.value)
    return js.Call(context.helper(helper), tuple(expression(part, context) for part in parts))


@expression.register
def _take_item(node: TakeItem, context: Context) -> js.Expression:
    return js.Call(context.helper("takeItem"), (expression(node.object, context), expression(node.index, context)))


@expression.register
def _take_all(node: TakeAll, context: Context) -> js.Expression:
    owner = expression(node.object, context)
    if isinstance(resolve(node.object.type), DictType):
        return js.Call(context.helper("takeValues"), (owner,))
    return js.Call(js.Member(owner, "splice"), (js.Literal(0),))
