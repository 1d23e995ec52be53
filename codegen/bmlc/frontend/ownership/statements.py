"""Statements whose tensors all have owners; what each needs before it comes before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import singledispatch
from typing import TYPE_CHECKING

from bmlc.frontend.host import (
    BOOL,
    Assert,
    Assign,
    Break,
    Constant,
    Continue,
    Define,
    DeleteItem,
    Discard,
    Expression,
    For,
    If,
    ItemTarget,
    Local,
    NameTarget,
    Not,
    Raise,
    Retain,
    Return,
    Statement,
    Target,
    Timed,
    Try,
    TupleTarget,
    While,
)
from bmlc.frontend.ownership import containers, targets
from bmlc.frontend.ownership.origins import holds
from bmlc.ir import Loc

if TYPE_CHECKING:
    from bmlc.frontend.ownership.namer import Namer

__all__ = ["lower", "lower_block"]


def lower_block(namer: Namer, body: Sequence[Statement]) -> tuple[Statement, ...]:
    return tuple(lowered for node in body for lowered in lower(node, namer))


@singledispatch
def lower(node: Statement, namer: Namer) -> list[Statement]:
    """`node` with what must come before it."""
    return [node]


@lower.register(Discard)
def _discard(node: Discard, namer: Namer) -> list[Statement]:
    before: list[Statement] = []
    value = namer.value(node.value, before, keep=True)
    if isinstance(value, Retain):
        value = value.value
    elif holds(value.type) and not isinstance(value, Local):
        return [*before, containers.dropped(value)]
    return before if isinstance(value, Constant) else [*before, replace(node, value=value)]


@lower.register(Assign)
def _assign(node: Assign, namer: Namer) -> list[Statement]:
    return targets.assign(namer, node)


@lower.register(DeleteItem)
def _delete(node: DeleteItem, namer: Namer) -> list[Statement]:
    before: list[Statement] = []
    if holds(node.object.type):
        containers.take_item(namer, node.object, node.index, before)
        return before
    owner, index = namer.operands([node.object, node.index], [False, False], before)
    return [*before, replace(node, object=owner, index=index)]


@lower.register(Return)
def _return(node: Return, namer: Namer) -> list[Statement]:
    before: list[Statement] = []
    value = None if node.value is None else namer.value(node.value, before, keep=True)
    return [*before, replace(node, value=value)]


@lower.register(If)
def _if(node: If, namer: Namer) -> list[Statement]:
    before: list[Statement] = []
    test = namer.value(node.test, before)
    then, otherwise = lower_block(namer, node.then), lower_block(namer, node.otherwise)
    return [*before, replace(node, test=test, then=then, otherwise=otherwise)]


@lower.register(For)
def _for(node: For, namer: Namer) -> list[Statement]:
    before: list[Statement] = []
    iterable = namer.value(node.iterable, before)
    target = node.target
    first: list[Statement] = []
    if targets.gives_elements(iterable):
        target, first = _given_elements(namer, target, node.loc)
    elif holds(iterable.type):
        iterable = targets.kept_by_loop(namer, iterable, node.body, before)
        target, first = targets.view_elements(namer, target, iterable, node.loc)
    body = (*first, *lower_block(namer, node.body))
    otherwise = lower_block(namer, node.otherwise)
    return [*before, replace(node, target=target, iterable=iterable, body=body, otherwise=otherwise)]


def _given_elements(namer: Namer, target: Target, loc: Loc) -> tuple[Target, list[Statement]]:
    """A data set's elements belong to whom they are given to: an item gets them by a name."""
    if isinstance(target, ItemTarget):
        name = namer.fresh("item", loc)
        store = Assign((target,), Local(name, target.type, loc), loc)
        return NameTarget(name, target.type), lower(store, namer)
    if isinstance(target, TupleTarget):
        parts = [_given_elements(namer, item, loc) for item in target.items]
        after = [statement for _, statements in parts for statement in statements]
        return replace(target, items=tuple(item for item, _ in parts)), after
    return target, []


@lower.register(While)
def _while(node: While, namer: Namer) -> list[Statement]:
    before: list[Statement] = []
    test = namer.value(node.test, before)
    body, otherwise = lower_block(namer, node.body), lower_block(namer, node.otherwise)
    if not before:
        return [replace(node, test=test, body=body, otherwise=otherwise)]
    loc = node.loc
    if not otherwise:
        leave = If(Not(test, BOOL, loc), (Break(loc),), (), loc)
        return [While(Constant(True, BOOL, loc), (*before, leave, *body), (), loc)]
    # `else` runs where the test ends the loop: a name of ours tells that from a `break`.
    more = Local(namer.fresh("more", loc), BOOL, loc)
    begin = Assign((NameTarget(more.name, BOOL),), Constant(True, BOOL, loc), loc)
    end = Assign((NameTarget(more.name, BOOL),), Constant(False, BOOL, loc), loc)
    leave = If(Not(test, BOOL, loc), (end, Continue(loc)), (), loc)
    return [begin, While(more, (*before, leave, *body), otherwise, loc)]


@lower.register(Try)
def _try(node: Try, namer: Namer) -> list[Statement]:
    namer.tries += 1
    handlers = tuple(replace(handler, body=lower_block(namer, handler.body)) for handler in node.handlers)
    body, otherwise = lower_block(namer, node.body), lower_block(namer, node.otherwise)
    namer.tries -= 1
    final = lower_block(namer, node.final)
    if not handlers and not final:
        return [*body, *otherwise]
    return [replace(node, body=body, handlers=handlers, otherwise=otherwise, final=final)]


@lower.register(Raise)
def _raise(node: Raise, namer: Namer) -> list[Statement]:
    before: list[Statement] = []
    parts: list[Expression] = [node.exception, *([] if node.cause is None else [node.cause])]
    exception, *cause = namer.operands(parts, [False] * len(parts), before)
    return [*before, replace(node, exception=exception, cause=cause[0] if cause else None)]


@lower.register(Assert)
def _assert(node: Assert, namer: Namer) -> list[Statement]:
    before: list[Statement] = []
    test = namer.value(node.test, before)
    if node.error is None or not namer.makes(node.error):
        return [*before, replace(node, test=test)]
    fail = tuple(lower(Raise(node.error, None, node.loc), namer))
    return [*before, If(Not(test, BOOL, node.loc), fail, (), node.loc)]


@lower.register(Timed)
def _timed(node: Timed, namer: Namer) -> list[Statement]:
    before: list[Statement] = []
    label = namer.value(node.label, before)
    return [*before, replace(node, label=label, body=lower_block(namer, node.body))]


@lower.register(Define)
def _define(node: Define, namer: Namer) -> list[Statement]:
    """Its body is lowered on its own."""
    before: list[Statement] = []
    defaults = namer.operands(node.defaults, [False] * len(node.defaults), before)
    return [*before, replace(node, defaults=tuple(defaults))]
