"""Loops, which stop or pause where the run says so.

for x in xs:            for (const x of xs) {
    if x > 1:             if (run.due) await run.gate();
        break      =>     if (x > 1) break loop;
else:                   }
    x = 0.0             x = 0;
"""

from __future__ import annotations

from collections.abc import Sequence

from bmlc.emit import js
from bmlc.frontend.generate.assignments import assigned, pattern, target_names
from bmlc.frontend.generate.context import Context
from bmlc.frontend.generate.expressions import expression, truth
from bmlc.frontend.generate.statements import block, statement
from bmlc.frontend.host import (
    Break,
    Continue,
    DatasetType,
    Define,
    Expression,
    For,
    RecordType,
    Statement,
    StreamType,
    While,
    children,
)
from bmlc.ir import Loc

__all__: list[str] = []


@statement.register
def _for(node: For, context: Context) -> list[js.Statement]:
    label = _open(node, context)
    body = block(node.body, context).body
    context.labels.pop()
    is_data = isinstance(node.iterable.type, DatasetType | StreamType)
    kind = context.kind_of(target_names(node.target), node)
    target: js.Identifier | js.ArrayPattern | None = pattern(node.target, context)
    if target is None or kind == "mixed":
        element = context.own(("item", id(node)), "item")
        first = assigned(node.target, js.name(element), node, context)
        target, body = js.name(element), (*first, *body)
        kind = "const"
    if not is_data:  # data sets gate by themselves
        body = (_gate(node.loc, context), *body)
    if is_data and isinstance(node.iterable.type, DatasetType) and node.iterable.type.single:
        target = js.ArrayPattern((target,))
    loop = js.ForOf(
        target, _iterable(node.iterable, context), js.Block(body), is_data, node.loc, None if kind == "set" else kind
    )
    return _with_else(loop, node.otherwise, label, context)


@statement.register
def _while(node: While, context: Context) -> list[js.Statement]:
    label = _open(node, context)
    body = (_gate(node.loc, context), *block(node.body, context).body)
    context.labels.pop()
    return _with_else(js.While(truth(node.test, context), js.Block(body), node.loc), node.otherwise, label, context)


@statement.register
def _break(node: Break, context: Context) -> list[js.Statement]:
    return [js.Break(node.loc, context.labels[-1])]


@statement.register
def _continue(node: Continue, context: Context) -> list[js.Statement]:
    return [js.Continue(node.loc)]


def _iterable(node: Expression, context: Context) -> js.Expression:
    whole = expression(node, context)
    match node.type:
        case DatasetType():
            return js.Call(context.run("each"), (whole,))
        case RecordType():
            return js.call(js.Member(js.name("Object"), "keys"), whole)
        case _:
            return whole


def _gate(loc: Loc, context: Context) -> js.Statement:
    wait = js.ExpressionStatement(js.Await(js.call(context.run("gate"))))
    return js.If(context.run("due"), wait, None, loc)


def _open(node: For | While, context: Context) -> str | None:
    """Note an open loop: `break` of one with an `else` must leave the block that holds both."""
    label = context.own(("loop", id(node)), "loop") if node.otherwise and _breaks(node.body) else None
    context.labels.append(label)
    return label


def _with_else(
    loop: js.ForOf | js.While, otherwise: Sequence[Statement], label: str | None, context: Context
) -> list[js.Statement]:
    whole = [loop, *block(otherwise, context).body]
    return whole if label is None else [js.Labeled(label, js.Block(tuple(whole)))]


def _breaks(body: Sequence[Statement]) -> bool:
    """Whether a `break` of the loop with this body stands in it."""
    return any(map(_leaves, body))


def _leaves(node: Statement) -> bool:
    match node:
        case Break():
            return True
        case For(otherwise=otherwise) | While(otherwise=otherwise):
            return _breaks(otherwise)
        case Define():
            return False
        case _:
            return any(map(_leaves, children(node)))
