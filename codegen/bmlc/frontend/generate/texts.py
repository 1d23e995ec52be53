"""Text of values: `str`, `repr`, f-strings. The types say which writers do it."""

from __future__ import annotations

import re

from bmlc.emit import js
from bmlc.frontend.generate.context import Context
from bmlc.frontend.generate.expressions import expression
from bmlc.frontend.generate.values import number
from bmlc.frontend.host import (
    FLOAT,
    INT,
    NONE,
    STR,
    Constant,
    DictType,
    ExceptionType,
    Expression,
    FixedListType,
    FormattedString,
    FormattedValue,
    HostType,
    ListType,
    OptionalType,
    RangeType,
    RecordType,
    Scalar,
    TupleType,
    resolve,
)

__all__ = ["shown", "text_of", "writer"]

_SCALARS = {"bool": "boolText", "float": "floatText", "str": "quoted", "None": "noneText"}
_FIXED = re.compile(r"\.(\d+)f")


def writer(host_type: HostType, context: Context) -> js.Expression:
    """The function that gives the `repr` of values of this type."""

    def composed(helper: str, *arguments: js.Expression) -> js.Expression:
        return js.Call(context.helper(helper), arguments)

    match resolve(host_type):
        case OptionalType(item):
            return composed("optionalText", writer(item, context))
        case ListType(item):
            return composed("listText", writer(item, context))
        case TupleType(items):
            return composed("tupleText", *(writer(item, context) for item in items))
        case FixedListType(items):
            value = js.name("value")
            return js.Arrow(
                (value,), _between("[", [_item(value, at, item, context) for at, item in enumerate(items)], "]")
            )
        case DictType(key, item):
            return composed("dictText", writer(key, context), writer(item, context))
        case RecordType(fields):
            return composed(
                "recordText", js.Object(tuple(js.Property(key, writer(item, context)) for key, item in fields))
            )
        case RangeType():
            value = js.name("value")
            return js.Arrow((value,), js.call(js.Member(value, "text")))
        case ExceptionType():
            return context.helper("errorText")
        case Scalar(name) if name in _SCALARS:
            return context.helper(_SCALARS[name])
        case _:
            return js.name("String")


def shown(host_type: HostType, context: Context) -> js.Expression:
    """The function that gives the `str` of values of this type."""
    host_type = resolve(host_type)
    if isinstance(host_type, OptionalType) and resolve(host_type.item) == STR:
        return js.Call(context.helper("optionalText"), (js.name("String"),))
    if isinstance(host_type, ExceptionType):
        error = js.name("error")
        return js.Arrow((error,), js.Member(error, "message"))
    return js.name("String") if host_type == STR else writer(host_type, context)


def _item(owner: js.Expression, at: int, host_type: HostType, context: Context) -> js.Expression:
    return js.Call(writer(host_type, context), (js.Index(owner, js.Literal(at)),))


def _between(opening: str, items: list[js.Expression], closing: str) -> js.Expression:
    texts = [opening, *[", "] * (len(items) - 1), closing] if items else [opening + closing]
    return js.Template(tuple(texts), tuple(items))


def text_of(node: Expression, conversion: str, context: Context) -> js.Expression:
    """`str(node)`, or `repr(node)` where the conversion is "r"; a number may stand for its digits."""
    host_type = resolve(node.type)
    if host_type == STR and conversion != "r":
        return expression(node, context)
    if host_type == NONE and isinstance(node, Constant):
        return js.Literal("None")
    if host_type == INT:
        return expression(node, context)
    if isinstance(host_type, ExceptionType) and conversion != "r":
        return js.Member(expression(node, context), "message")
    if isinstance(host_type, OptionalType) and resolve(host_type.item) == STR and conversion != "r":
        return js.Binary("??", expression(node, context), js.Literal("None"))
    if isinstance(host_type, RangeType):
        return js.call(js.Member(expression(node, context), "text"))
    return js.Call(writer(host_type, context), (expression(node, context),))


@expression.register
def _formatted_string(node: FormattedString, context: Context) -> js.Expression:
    if len(node.parts) == 1 and isinstance(node.parts[0], FormattedValue):
        return expression(node.parts[0], context)
    texts, values = [""], []
    for part in node.parts:
        shown = _part(part, context)
        if isinstance(shown, js.Literal):
            texts[-1] += str(shown.value)
        else:
            values.append(shown)
            texts.append("")
    return js.Template(tuple(texts), tuple(values)) if values else js.Literal(texts[0])


@expression.register
def _formatted_value(node: FormattedValue, context: Context) -> js.Expression:
    """Alone it is a text: a number is none."""
    shown = _part(node, context)
    return js.Template(("", ""), (shown,)) if resolve(node.value.type) == INT else shown


def _part(node: Expression, context: Context) -> js.Expression:
    if not isinstance(node, FormattedValue):
        return expression(node, context)
    if node.spec is None:
        return text_of(node.value, node.conversion, context)
    host_type = resolve(node.value.type)
    spec = node.spec.value if isinstance(node.spec, Constant) else None
    value = number(node.value, context)
    if spec == "d" and host_type == INT:
        return value
    fixed = _FIXED.fullmatch(spec) if isinstance(spec, str) else None
    if fixed and host_type != STR and int(fixed[1]) <= 100:
        return js.Call(context.helper("toFixed"), (value, js.Literal(int(fixed[1]))))
    helper = "formatFloat" if host_type == FLOAT else "formatString" if host_type == STR else "formatInt"
    return js.Call(context.helper(helper), (value, expression(node.spec, context)))
