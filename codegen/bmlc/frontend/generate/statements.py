"""Host statements as JavaScript: one visitor a node type."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch

from bmlc.emit import js
from bmlc.frontend.generate.context import Context
from bmlc.frontend.generate.expressions import expression, truth
from bmlc.frontend.host import (
    Assign,
    Break,
    Constant,
    Continue,
    Discard,
    For,
    If,
    ItemTarget,
    NameTarget,
    Return,
    Statement,
    Target,
    TupleTarget,
)
from bmlc.ir import Loc

__all__ = ["block", "statement"]


def block(body: Sequence[Statement], context: Context) -> js.Block:
    return js.Block(tuple(generated for node in body for generated in statement(node, context)))


@singledispatch
def statement(node: Statement, context: Context) -> list[js.Statement]:
    """The JavaScript of `node`."""
    raise TypeError(f"{type(node).__name__} has no JavaScript")


@statement.register
def _discard(node: Discard, context: Context) -> list[js.Statement]:
    if isinstance(node.value, Constant):
        return []
    return [js.ExpressionStatement(expression(node.value, context), node.loc)]


@statement.register
def _assign(node: Assign, context: Context) -> list[js.Statement]:
    value = expression(node.value, context)
    if len(node.targets) == 1:
        return _assigned(node.targets[0], value, node, context)
    whole = context.own(node, "value")
    shared = [_assigned(target, js.name(whole), node, context) for target in node.targets]
    return [js.const(whole, value, node.loc), *(one for several in shared for one in several)]


def _assigned(target: Target, value: js.Expression, node: Assign, context: Context) -> list[js.Statement]:
    match target:
        case NameTarget(name):
            return [_set(name, value, node, node.loc, context)]
        case TupleTarget(items):
            return _unpacked(items, value, node, context)
        case ItemTarget():
            raise TypeError("assignments to items have no JavaScript")


def _set(name: str, value: js.Expression, node: Statement, loc: Loc, context: Context) -> js.Statement:
    declaration = context.declaration(name)
    if declaration.at is node:
        return js.Declare("const" if declaration.is_constant else "let", context.local(name), value, loc)
    return js.Assign(context.local(name), "=", value, loc)


def _unpacked(items: Sequence[Target], value: js.Expression, node: Assign, context: Context) -> list[js.Statement]:
    """One declaration where all targets are names declared here and alike; else through names of our own."""
    names = [item.name for item in items if isinstance(item, NameTarget)]
    if len(names) == len(items) and context.declared_here(names, node):
        kind = "const" if all(context.declaration(name).is_constant for name in names) else "let"
        return [js.Declare(kind, js.ArrayPattern(tuple(map(context.local, names))), value, node.loc)]
    whole = context.own((node, items), "parts")
    parts: list[js.Statement] = [js.const(whole, value, node.loc)]
    for index, item in enumerate(items):
        parts += _assigned(item, js.Index(js.name(whole), js.Literal(index)), node, context)
    return parts


@statement.register
def _return(node: Return, context: Context) -> list[js.Statement]:
    return [js.Return(None if node.value is None else expression(node.value, context), node.loc)]


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
def _for(node: For, context: Context) -> list[js.Statement]:
    """`range` is evaluated once and counts for itself, so that the body may set the loop's name, as in Python."""
    numbers = expression(node.iterable, context)
    assert isinstance(node.target, NameTarget)
    name = node.target.name
    declaration = context.declaration(name)
    local = context.local(name)
    body = block(node.body, context)
    if declaration.at is node and declaration.is_constant:
        return [js.ForOf(local, numbers, body, False, node.loc)]
    counter = js.name(context.own(node, f"next_{name}"))
    first: js.Statement = js.Assign(local, "=", counter, node.loc)
    if declaration.at is node:
        first = js.Declare("let", local, counter, node.loc)
    return [js.ForOf(counter, numbers, js.Block((first, *body.body)), False, node.loc)]


@statement.register
def _break(node: Break, context: Context) -> list[js.Statement]:
    return [js.Break(node.loc)]


@statement.register
def _continue(node: Continue, context: Context) -> list[js.Statement]:
    return [js.Continue(node.loc)]
