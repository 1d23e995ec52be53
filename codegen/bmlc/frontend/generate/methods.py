"""Methods of strings, lists, tuples and dictionaries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from bmlc.emit import js
from bmlc.frontend.generate.context import Context
from bmlc.frontend.generate.expressions import expression
from bmlc.frontend.generate.subscripts import key_writer
from bmlc.frontend.generate.texts import writer
from bmlc.frontend.generate.values import is_simple, iterable
from bmlc.frontend.host import (
    STR,
    Comprehension,
    Constant,
    DictType,
    Expression,
    ListLiteral,
    ListType,
    Method,
    RangeType,
    RecordType,
    TupleType,
    resolve,
)

__all__: list[str] = []

Generate: TypeAlias = Callable[[Method, js.Expression, Context], js.Expression]
_GENERATORS: dict[tuple[str, str], Generate] = {}

# Methods that are helpers of the same arguments.
_TEXT_HELPERS = {
    "swapcase": "caseSwapped",
    "title": "titledText",
    "capitalize": "capitalizedText",
    "strip": "strippedText",
    "lstrip": "strippedLeft",
    "rstrip": "strippedRight",
    "split": "splitText",
    "rsplit": "splitFromRight",
    "splitlines": "splitLines",
    "find": "findText",
    "rfind": "findLastText",
    "index": "indexText",
    "rindex": "indexLastText",
    "count": "countText",
    "replace": "replaceText",
    "isdigit": "isDigit",
    "isalpha": "isAlpha",
    "isalnum": "isAlnum",
    "isspace": "isSpace",
    "isupper": "isUpper",
    "islower": "isLower",
    "zfill": "zeroFilled",
    "ljust": "leftJustified",
    "rjust": "rightJustified",
    "center": "centeredText",
    "partition": "partitionText",
    "rpartition": "partitionFromRight",
    "removeprefix": "withoutPrefix",
    "removesuffix": "withoutSuffix",
}
_LIST_HELPERS = {"insert": "insertItem", "pop": "popItem", "remove": "removeItem", "count": "countOf"}
_SAME_NAMES = {
    ("str", "upper"): "toUpperCase",
    ("str", "lower"): "toLowerCase",
    ("list", "append"): "push",
    ("list", "reverse"): "reverse",
    ("list", "copy"): "slice",
    ("dict", "get"): "get",
    ("dict", "keys"): "keys",
    ("dict", "values"): "values",
    ("dict", "items"): "items",
    ("dict", "setdefault"): "setDefault",
    ("dict", "popitem"): "popItem",
    ("dict", "clear"): "clear",
    ("dict", "copy"): "copy",
    ("range", "index"): "index",
    ("range", "count"): "count",
}
_OF_RECORDS = {"keys": "keys", "values": "values", "items": "entries"}


def _generates(kind: str, *names: str) -> Callable[[Generate], Generate]:
    def register(generate: Generate) -> Generate:
        _GENERATORS.update({(kind, name): generate for name in names})
        return generate

    return register


@expression.register
def _method(node: Method, context: Context) -> js.Expression:
    owner = expression(node.object, context)
    kind = _kind(node.object)
    if kind == "record":
        return js.call(js.Member(js.name("Object"), _OF_RECORDS[node.name]), owner)
    if (kind, node.name) in _GENERATORS:
        return _GENERATORS[kind, node.name](node, owner, context)
    if (kind, node.name) in _SAME_NAMES:
        return js.Call(js.Member(owner, _SAME_NAMES[kind, node.name]), _given(node.arguments, context))
    helper = (_TEXT_HELPERS if kind == "str" else _LIST_HELPERS)[node.name]
    return js.Call(context.helper(helper), (owner, *_given(node.arguments, context)))


def _kind(node: Expression) -> str:
    match resolve(node.type):
        case ListType():
            return "list"
        case TupleType():
            return "tuple"
        case DictType():
            return "dict"
        case RecordType():
            return "record"
        case RangeType():
            return "range"
        case _:
            return "str"


def _given(arguments: Sequence[Expression | None], context: Context) -> tuple[js.Expression, ...]:
    """The arguments that were given; `undefined` for one left out before another."""
    given = list(arguments)
    while given and given[-1] is None:
        given.pop()
    return tuple(js.name("undefined") if argument is None else expression(argument, context) for argument in given)


@_generates("str", "startswith", "endswith")
def _begins(node: Method, owner: js.Expression, context: Context) -> js.Expression:
    (affix,) = node.arguments
    assert affix is not None
    name = {"startswith": "startsWith", "endswith": "endsWith"}[node.name]
    if isinstance(resolve(affix.type), TupleType):
        return js.Call(context.helper(f"{name}Any"), (owner, expression(affix, context)))
    return js.call(js.Member(owner, name), expression(affix, context))


@_generates("str", "join")
def _join(node: Method, owner: js.Expression, context: Context) -> js.Expression:
    (texts,) = node.arguments
    assert texts is not None
    if isinstance(texts, Comprehension):  # all of it is made before any is joined
        texts = replace(texts, type=ListType(STR))
    values = iterable(texts, context)
    if isinstance(resolve(texts.type), ListType | TupleType) and (is_simple(node.object) or is_simple(texts)):
        return js.call(js.Member(values, "join"), owner)
    return js.Call(context.helper("joinedTexts"), (owner, values))


@_generates("str", "split")
def _split(node: Method, owner: js.Expression, context: Context) -> js.Expression:
    separator, most = node.arguments
    if isinstance(separator, Constant) and separator.value and most is None:
        return js.call(js.Member(owner, "split"), expression(separator, context))
    return js.Call(context.helper("splitText"), (owner, *_given(node.arguments, context)))


@_generates("str", "replace")
def _replace(node: Method, owner: js.Expression, context: Context) -> js.Expression:
    old, new, count = node.arguments
    plain = isinstance(old, Constant) and old.value and isinstance(new, Constant) and "$" not in str(new.value)
    arguments = _given(node.arguments, context)
    if plain and count is None:
        return js.Call(js.Member(owner, "replaceAll"), arguments)
    return js.Call(context.helper("replaceText"), (owner, *arguments))


@_generates("list", "extend")
def _extend(node: Method, owner: js.Expression, context: Context) -> js.Expression:
    (values,) = node.arguments
    assert values is not None
    if isinstance(values, ListLiteral):
        return js.Call(js.Member(owner, "push"), tuple(expression(item, context) for item in values.items))
    return js.Call(context.helper("extendList"), (owner, iterable(values, context)))


@_generates("list", "clear")
def _clear(node: Method, owner: js.Expression, context: Context) -> js.Expression:
    return js.call(js.Member(owner, "splice"), js.Literal(0))


@_generates("list", "index")
def _index(node: Method, owner: js.Expression, context: Context) -> js.Expression:
    value, *bounds = node.arguments
    assert value is not None
    given = _given(bounds, context)
    return js.Call(
        context.helper("indexInList"), (owner, expression(value, context), writer(value.type, context), *given)
    )


@_generates("tuple", "index")
def _index_in_tuple(node: Method, owner: js.Expression, context: Context) -> js.Expression:
    return js.Call(context.helper("indexInTuple"), (owner, *_given(node.arguments, context)))


@_generates("list", "sort")
def _sort(node: Method, owner: js.Expression, context: Context) -> js.Expression:
    key, reverse = node.arguments
    arguments = [owner]
    if key is not None or reverse is not None:
        arguments.append(js.Literal(None) if key is None else expression(key, context))
    if reverse is not None:
        arguments.append(expression(reverse, context))
    return js.Call(context.helper("sortInPlace"), tuple(arguments))


@_generates("dict", "pop")
def _pop(node: Method, owner: js.Expression, context: Context) -> js.Expression:
    key, default = node.arguments
    assert key is not None
    if default is not None:
        return js.call(js.Member(owner, "popOr"), expression(key, context), expression(default, context))
    host_type = resolve(node.object.type)
    assert isinstance(host_type, DictType)
    return js.Call(js.Member(owner, "pop"), (expression(key, context), *key_writer(host_type.key, context)))


@_generates("dict", "update")
def _update(node: Method, owner: js.Expression, context: Context) -> js.Expression:
    (other,) = node.arguments
    assert other is not None
    values = expression(other, context)
    entries = js.call(js.Member(values, "items")) if isinstance(resolve(other.type), DictType) else values
    return js.call(js.Member(owner, "update"), entries)
