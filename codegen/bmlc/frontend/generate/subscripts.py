"""Items and slices, with Python's errors and negative indices."""

from __future__ import annotations

from bmlc.emit import js
from bmlc.frontend.generate.context import Context
from bmlc.frontend.generate.expressions import expression
from bmlc.frontend.generate.texts import writer
from bmlc.frontend.generate.values import number
from bmlc.frontend.host import (
    FLOAT,
    STR,
    DictType,
    Expression,
    HostType,
    Index,
    ListType,
    RangeType,
    Slice,
    parts,
    resolve,
)

__all__ = ["key_writer"]


@expression.register
def _index(node: Index, context: Context) -> js.Expression:
    owner = expression(node.object, context)
    match resolve(node.object.type):
        case DictType(key):
            return js.Call(js.Member(owner, "item"), (expression(node.index, context), *key_writer(key, context)))
        case RangeType():
            return js.call(js.Member(owner, "item"), number(node.index, context))
        case ListType():
            helper = "listItem"
        case host_type:
            helper = "textItem" if host_type == STR else "tupleItem"
    return js.Call(context.helper(helper), (owner, number(node.index, context)))


def key_writer(key: HostType, context: Context) -> tuple[js.Expression, ...]:
    """What writes a missing key, where JavaScript's types do not say it: floats look like ints."""
    return (writer(key, context),) if _holds_floats(key) else ()


def _holds_floats(host_type: HostType) -> bool:
    host_type = resolve(host_type)
    return host_type == FLOAT or any(map(_holds_floats, parts(host_type)))


@expression.register
def _slice(node: Slice, context: Context) -> js.Expression:
    owner = expression(node.object, context)
    host_type = resolve(node.object.type)
    bounds = [_bound(bound, context) for bound in (node.start, node.stop, node.step)]
    while bounds and bounds[-1] == js.Literal(None):
        bounds.pop()
    if isinstance(host_type, RangeType):
        return js.Call(js.Member(owner, "slice"), tuple(bounds + [js.Literal(None)] * (3 - len(bounds))))
    if node.step is None and host_type != STR:  # JavaScript's slices mean the same
        start = [js.Literal(0)] if node.start is None and bounds else bounds[:1]
        return js.Call(js.Member(owner, "slice"), (*start, *bounds[1:]))
    arguments = bounds + [js.Literal(None)] * (2 - len(bounds))
    return js.Call(context.helper("slicedText" if host_type == STR else "slicedList"), (owner, *arguments))


def _bound(node: Expression | None, context: Context) -> js.Expression:
    return js.Literal(None) if node is None else number(node, context)
