"""Small questions that several visitors ask of values: what is simple, a bool as a number, what iterates."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from bmlc.emit import js
from bmlc.frontend.generate.context import Context
from bmlc.frontend.generate.expressions import expression
from bmlc.frontend.host import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    STR,
    Constant,
    DictType,
    Expression,
    FixedListType,
    HostType,
    Index,
    Invoke,
    Item,
    IterableType,
    ListType,
    Local,
    OptionalType,
    ProgramObject,
    RangeType,
    RecordType,
    TupleType,
    resolve,
)

__all__ = ["applied", "has_plain_truth", "is_simple", "iterable", "kept", "number", "truth_of"]


def is_simple(node: Expression) -> bool:
    """Whether it may be evaluated again, or sooner or later."""
    return isinstance(node, Constant | ProgramObject) or (isinstance(node, Local) and not node.maybe_unset)


def number(node: Expression, context: Context) -> js.Expression:
    """A bool is an int in Python."""
    value = expression(node, context)
    return js.call("Number", value) if resolve(node.type) == BOOL else value


def iterable(node: Expression, context: Context) -> js.Expression:
    """`node` to be gone through: its keys, of an object that stands for a dictionary."""
    value = expression(node, context)
    return js.call(js.Member(js.name("Object"), "keys"), value) if isinstance(resolve(node.type), RecordType) else value


def kept(node: Expression, context: Context) -> js.Expression:
    """`node` as a value that outlives its statement: an iterator is gone through once, by whoever holds it."""
    value, host_type = expression(node, context), resolve(node.type)
    is_new = not isinstance(node, Local | Invoke | Index | Item)
    if is_new and isinstance(host_type, IterableType) and not host_type.sized:
        return js.Call(context.helper("lasting"), (value,))
    return value


def has_plain_truth(host_type: HostType) -> bool:
    """Whether JavaScript finds these values true where Python does."""
    host_type = resolve(host_type)
    if isinstance(host_type, OptionalType):
        return resolve(host_type.item) in (INT, BOOL, STR)
    return host_type in (INT, BOOL, STR, NONE)


def truth_of(value: js.Expression, host_type: HostType, context: Context) -> js.Expression:
    """The value of this type as a condition. NaN is true in Python: floats are compared with 0."""
    host_type = resolve(host_type)
    if has_plain_truth(host_type):
        return value
    match host_type:
        case ListType() | TupleType() | FixedListType() | RangeType():
            return js.Binary(">", js.Member(value, "length"), js.Literal(0))
        case DictType():
            return js.Binary(">", js.Member(value, "size"), js.Literal(0))
        case _ if host_type == FLOAT:
            return js.Binary("!==", value, js.Literal(0))
        case _:
            return js.Call(context.helper("isTrue"), (value,))


def applied(
    params: tuple[js.Identifier, ...], body: js.Expression, arguments: tuple[js.Expression, ...]
) -> js.Expression:
    """`((a, b) => body)(x, y)`: names for values inside an expression."""
    if _awaits(body):
        return js.Await(js.Call(js.Arrow(params, body, is_async=True), arguments))
    return js.Call(js.Arrow(params, body), arguments)


def _awaits(node: Any) -> bool:
    """Whether JavaScript awaits something here; not in functions inside."""
    if isinstance(node, js.Await):
        return True
    if isinstance(node, js.Arrow) or not is_dataclass(node):
        return isinstance(node, tuple) and any(map(_awaits, node))
    return any(_awaits(getattr(node, field.name)) for field in fields(node))
