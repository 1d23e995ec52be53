"""Assignments: names and tuples of names in one pattern, everything else one after another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bmlc.emit import js
from bmlc.frontend.generate.context import Context
from bmlc.frontend.generate.expressions import expression
from bmlc.frontend.generate.ownership import replacing
from bmlc.frontend.generate.statements import statement
from bmlc.frontend.generate.tensors import flat_targets, tensor_call
from bmlc.frontend.generate.values import iterable, kept
from bmlc.frontend.host import (
    Assign,
    Constant,
    DeleteItem,
    DictType,
    FixedListType,
    HostType,
    ItemTarget,
    Local,
    Method,
    NameTarget,
    SetSlice,
    Statement,
    Target,
    TensorCall,
    TupleTarget,
    TupleType,
    Unpack,
)

__all__ = ["assigned", "pattern", "target_names"]


@statement.register
def _assign(node: Assign, context: Context) -> list[js.Statement]:
    if len(node.targets) == 1:
        if isinstance(node.value, TensorCall) and isinstance(node.targets[0], TupleTarget | NameTarget):
            flat = _from_tensors(node.targets[0], node.value, node, context)
            if flat is not None:
                return flat
        return assigned(node.targets[0], replacing(kept(node.value, context), node, context), node, context)
    value = kept(node.value, context)
    statements: list[js.Statement] = []
    if not (
        isinstance(node.value, Constant | Local) and all(isinstance(target, NameTarget) for target in node.targets)
    ):
        whole = context.own(("value", id(node)), "value")
        statements, value = [js.const(whole, value, node.loc)], js.name(whole)
    for target in node.targets:
        statements += assigned(target, value, node, context)
    return statements


@statement.register
def _delete(node: DeleteItem, context: Context) -> list[js.Statement]:
    owner = node.object.type
    if isinstance(owner, DictType):
        gone = Method(node.object, "pop", (node.index, None), owner.value, node.loc)
        return [js.ExpressionStatement(expression(gone, context), node.loc)]
    arguments = (expression(node.object, context), expression(node.index, context))
    return [js.ExpressionStatement(js.Call(context.helper("deleteItem"), arguments), node.loc)]


@expression.register
def _set_slice(node: SetSlice, context: Context) -> js.Expression:
    values = () if node.value is None else (iterable(node.value, context),)
    bounds = tuple(
        js.Literal(None) if bound is None else expression(bound, context)
        for bound in (node.start, node.stop, node.step)
    )
    helper = context.helper("setSlice" if values else "deleteSlice")
    return js.Call(helper, (*values, expression(node.object, context), *bounds))


@expression.register
def _unpack(node: Unpack, context: Context) -> js.Expression:
    counts = (js.Literal(node.before), js.Literal(node.after))
    return js.Call(context.helper("unpackRest"), (expression(node.value, context), *counts))


def assigned(target: Target, value: js.Expression, node: Statement, context: Context) -> list[js.Statement]:
    """`target = value`, for an assignment or for the element that a loop is at."""
    if isinstance(target, ItemTarget):
        return [_set_item(target, value, node, context)]
    if isinstance(target, TupleTarget) and not _is_tuple(target.type):
        value = js.Call(context.helper("unpack"), (value, js.Literal(len(target.items))))
        target = replace(target, type=TupleType(tuple(item.type for item in target.items)))
    as_pattern = pattern(target, context)
    kind = context.kind_of(target_names(target), node)
    if as_pattern is not None and kind in ("const", "let"):
        return [js.Declare(kind, as_pattern, value, node.loc)]
    if as_pattern is not None and kind == "set":
        return [js.Assign(as_pattern, "=", value, node.loc)]
    assert isinstance(target, TupleTarget)
    parts: list[js.Statement] = []
    if not isinstance(value, js.Identifier):
        whole = context.own(("parts", id(node), id(target.items)), "parts")
        parts, value = [js.const(whole, value, node.loc)], js.name(whole)
    for index, item in enumerate(target.items):
        parts += assigned(item, js.Index(value, js.Literal(index)), node, context)
    return parts


def pattern(target: Target, context: Context) -> js.Identifier | js.ArrayPattern | None:
    """`target` as one pattern; None where lengths are to be checked, or items to be set."""
    match target:
        case NameTarget(name):
            return context.local(name)
        case TupleTarget(items, host_type) if _is_tuple(host_type):
            inner = [pattern(item, context) for item in items]
            elements = tuple(each for each in inner if each is not None)
            return js.ArrayPattern(elements) if len(elements) == len(items) else None
        case _:
            return None


def target_names(target: Target) -> Iterator[str]:
    """The names that an assignment to `target` sets."""
    if isinstance(target, NameTarget):
        yield target.name
    elif isinstance(target, TupleTarget):
        for item in target.items:
            yield from target_names(item)


def _is_tuple(host_type: HostType) -> bool:
    return isinstance(host_type, TupleType | FixedListType)


def _set_item(target: ItemTarget, value: js.Expression, node: Statement, context: Context) -> js.Statement:
    owner, index = expression(target.object, context), expression(target.index, context)
    if isinstance(target.object.type, DictType):
        return js.ExpressionStatement(js.Call(js.Member(owner, "set"), (index, value)), node.loc)
    return js.ExpressionStatement(js.Call(context.helper("setItem"), (owner, index, value)), node.loc)


def _from_tensors(
    target: TupleTarget | NameTarget, value: TensorCall, node: Assign, context: Context
) -> list[js.Statement] | None:
    """`const [value, ...grads] = lossGradients([x, y]);`: a call gives a flat list; None where that does not fit."""
    flat = flat_targets(target, value.type)
    kind = context.kind_of(target_names(target), node)
    if flat is None or kind == "mixed":
        return None
    elements = tuple(js.Rest(context.local(name)) if rest else context.local(name) for name, rest in flat)
    call = replacing(tensor_call(value, context), node, context)
    if kind == "set":
        return [js.Assign(js.ArrayPattern(elements), "=", call, node.loc)]
    return [js.Declare(kind, js.ArrayPattern(elements), call, node.loc)]
