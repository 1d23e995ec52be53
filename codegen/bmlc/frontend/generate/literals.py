"""Lists, tuples and dictionaries."""

from __future__ import annotations

from bmlc.emit import js
from bmlc.frontend.generate.context import Context
from bmlc.frontend.generate.expressions import expression
from bmlc.frontend.generate.values import kept
from bmlc.frontend.host import Constant, DictLiteral, ListLiteral, RecordType, TupleLiteral

__all__: list[str] = []


@expression.register
def _list(node: ListLiteral, context: Context) -> js.Expression:
    return js.Array(tuple(kept(item, context) for item in node.items))


@expression.register
def _tuple(node: TupleLiteral, context: Context) -> js.Expression:
    return js.Array(tuple(kept(item, context) for item in node.items))


@expression.register
def _dictionary(node: DictLiteral, context: Context) -> js.Expression:
    if isinstance(node.type, RecordType):
        names = [str(key.value) for key, _ in node.items if isinstance(key, Constant)]
        values = [kept(value, context) for _, value in node.items]
        return js.Object(tuple(js.Property(name, value) for name, value in zip(names, values, strict=True)))
    pairs = tuple(js.Array((expression(key, context), kept(value, context))) for key, value in node.items)
    return js.New(context.helper("Dict"), (js.Array(pairs),) if pairs else ())
