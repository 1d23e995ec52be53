"""Python's own functions; those of `math` stand in `mathematics`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from bmlc.emit import js
from bmlc.frontend.generate.comprehensions import quantified
from bmlc.frontend.generate.context import Context
from bmlc.frontend.generate.expressions import expression, truth
from bmlc.frontend.generate.texts import shown, text_of
from bmlc.frontend.generate.values import has_plain_truth, iterable, number, truth_of
from bmlc.frontend.host import (
    BOOL,
    FLOAT,
    INT,
    STR,
    Builtin,
    Comprehension,
    Constant,
    DictType,
    FixedListType,
    IterableType,
    ListType,
    RangeType,
    RecordType,
    TupleLiteral,
    TupleType,
    resolve,
)
from bmlc.frontend.host.types import HostType

__all__ = ["first_type", "generates", "numbers", "of_math"]

Generate: TypeAlias = Callable[[Builtin, Context], js.Expression]
_GENERATORS: dict[str, Generate] = {}
_MATH = js.name("Math")


def generates(*names: str) -> Callable[[Generate], Generate]:
    """Register what generates calls of these functions, by their full names."""

    def register(generate: Generate) -> Generate:
        _GENERATORS.update(dict.fromkeys(names, generate))
        return generate

    return register


@expression.register
def _builtin(node: Builtin, context: Context) -> js.Expression:
    return _GENERATORS[node.name](node, context)


def of_math(name: str, *arguments: js.Expression) -> js.Expression:
    """`Math.name(...)`"""
    return js.Call(js.Member(_MATH, name), arguments)


def first_type(node: Builtin) -> HostType:
    """The type of the first argument."""
    assert node.arguments[0] is not None
    return resolve(node.arguments[0].type)


def numbers(node: Builtin, context: Context) -> tuple[js.Expression, ...]:
    """The arguments that were given; `undefined` for one left out before another."""
    given = list(node.arguments)
    while given and given[-1] is None:
        given.pop()
    return tuple(js.name("undefined") if argument is None else number(argument, context) for argument in given)


def _plain(node: Builtin, context: Context) -> js.Expression:
    assert node.arguments[0] is not None
    return expression(node.arguments[0], context)


def _through(node: Builtin, context: Context) -> js.Expression:
    """What iterates the first argument."""
    assert node.arguments[0] is not None
    return iterable(node.arguments[0], context)


@generates("tensorIndex")
def _tensor_index(node: Builtin, context: Context) -> js.Expression:
    return js.Call(context.helper("tensorIndex"), numbers(node, context))


@generates("len")
def _len(node: Builtin, context: Context) -> js.Expression:
    value = _plain(node, context)
    match first_type(node):
        case DictType():
            return js.Member(value, "size")
        case RecordType():
            return js.Member(_through(node, context), "length")
        case host_type if host_type == STR:
            return js.Call(context.helper("textLength"), (value,))
        case _:
            return js.Member(value, "length")


@generates("range")
def _range(node: Builtin, context: Context) -> js.Expression:
    return js.Call(context.helper("range"), numbers(node, context))


@generates("enumerate")
def _enumerate(node: Builtin, context: Context) -> js.Expression:
    values, start = _through(node, context), node.arguments[1]
    if start is None and isinstance(first_type(node), ListType | TupleType | FixedListType):
        return js.call(js.Member(values, "entries"))
    return js.Call(context.helper("enumerate"), (values,) if start is None else (values, number(start, context)))


@generates("zip", "zip_strict")
def _zip(node: Builtin, context: Context) -> js.Expression:
    arguments = tuple(iterable(argument, context) for argument in node.arguments if argument is not None)
    return js.Call(context.helper("zip" if node.name == "zip" else "zipStrict"), arguments)


@generates("reversed")
def _reversed(node: Builtin, context: Context) -> js.Expression:
    value = _through(node, context)
    match first_type(node):
        case RangeType():
            return js.call(js.Member(value, "reversed"))
        case ListType() | TupleType() | FixedListType() | RecordType():
            return js.Call(context.helper("reversed"), (value,))
        case _:
            return js.Call(context.helper("reversed"), (js.Array((js.Spread(value),)),))


@generates("list")
def _list(node: Builtin, context: Context) -> js.Expression:
    value = _through(node, context)
    if isinstance(first_type(node), RecordType):
        return value
    return js.Array((js.Spread(value),))


@generates("dict")
def _dict(node: Builtin, context: Context) -> js.Expression:
    if isinstance(first_type(node), DictType):
        return js.call(js.Member(_plain(node, context), "copy"))
    return js.New(context.helper("Dict"), (_through(node, context),))


@generates("sorted")
def _sorted(node: Builtin, context: Context) -> js.Expression:
    _, key, reverse = node.arguments
    arguments = [_through(node, context)]
    if key is not None or reverse is not None:
        arguments.append(js.Literal(None) if key is None else expression(key, context))
    if reverse is not None:
        arguments.append(expression(reverse, context))
    return js.Call(context.helper("sorted"), tuple(arguments))


@generates("min", "max")
def _extreme(node: Builtin, context: Context) -> js.Expression:
    values, key, default = node.arguments
    if isinstance(values, TupleLiteral) and values.items and key is default is None and resolve(node.type) == INT:
        return of_math(node.name, *(expression(item, context) for item in values.items))
    helper = "smallest" if node.name == "min" else "largest"
    arguments = [_through(node, context)]
    if default is not None:
        helper += "Or"
        arguments.append(expression(default, context))
    if key is not None:
        arguments.append(expression(key, context))
    return js.Call(context.helper(helper), tuple(arguments))


@generates("sum")
def _sum(node: Builtin, context: Context) -> js.Expression:
    return _folded(node, "sum", "sumInts", context)


@generates("math.prod")
def _prod(node: Builtin, context: Context) -> js.Expression:
    return _folded(node, "mathProd", "mathProdInts", context)


@generates("sum_text")
def _sum_text(node: Builtin, context: Context) -> js.Expression:
    return js.Call(context.helper("sumText"), (_through(node, context),))


@generates("math.prod_text")
def _prod_text(node: Builtin, context: Context) -> js.Expression:
    return js.Call(context.helper("mathProdText"), (_through(node, context),))


def _folded(node: Builtin, of_floats: str, of_ints: str, context: Context) -> js.Expression:
    start = node.arguments[1]
    helper = context.helper(of_floats if resolve(node.type) == FLOAT else of_ints)
    values = _through(node, context)
    return js.Call(helper, (values,) if start is None else (values, number(start, context)))


@generates("any", "all")
def _quantified(node: Builtin, context: Context) -> js.Expression:
    (values,) = node.arguments
    assert values is not None
    if isinstance(values, Comprehension):
        plain = quantified(values, "some" if node.name == "any" else "every", context)
        if plain is not None:
            return plain
    item = _item(resolve(values.type))
    helper = context.helper(node.name)
    if has_plain_truth(item):
        return js.Call(helper, (_through(node, context),))
    value = js.name(context.own(("tested", id(node)), "value"))
    return js.Call(helper, (_through(node, context), js.Arrow((value,), truth_of(value, item, context))))


def _item(host_type: HostType) -> HostType:
    match host_type:
        case ListType(item) | IterableType(item):
            return resolve(item)
        case DictType(key):
            return resolve(key)
        case TupleType(items) | FixedListType(items) if items and all(
            resolve(each) == resolve(items[0]) for each in items
        ):
            return resolve(items[0])
        case RangeType():
            return INT
        case _ if host_type == STR:
            return STR
        case _:
            return host_type


@generates("int")
def _int(node: Builtin, context: Context) -> js.Expression:
    host_type = first_type(node)
    if host_type == BOOL:
        return js.call("Number", _plain(node, context))
    return js.Call(context.helper("intOf" if host_type == STR else "truncatedToInt"), numbers(node, context))


@generates("float")
def _float(node: Builtin, context: Context) -> js.Expression:
    match first_type(node):
        case host_type if host_type == STR:
            return js.Call(context.helper("floatOf"), (_plain(node, context),))
        case host_type if host_type == BOOL:
            return js.call("Number", _plain(node, context))
        case _:
            return _plain(node, context)


@generates("bool")
def _bool(node: Builtin, context: Context) -> js.Expression:
    assert node.arguments[0] is not None
    test = truth(node.arguments[0], context)
    is_test = isinstance(test, js.Binary) and test.operator in (">", "!==")
    return test if is_test or first_type(node) == BOOL else js.call("Boolean", test)


@generates("str", "repr")
def _text(node: Builtin, context: Context) -> js.Expression:
    (value,) = node.arguments
    assert value is not None
    text = text_of(value, "r" if node.name == "repr" else "", context)
    if first_type(node) == INT:
        return js.Template((str(value.value),), ()) if isinstance(value, Constant) else js.Template(("", ""), (text,))
    return text


@generates("texts")
def _texts(node: Builtin, context: Context) -> js.Expression:
    """Values that are all evaluated before any is written."""
    separator, *values = [argument for argument in node.arguments if argument is not None]
    writers = js.Array(tuple(shown(value.type, context) for value in values))
    texts = js.Array(tuple(expression(value, context) for value in values))
    return js.Call(context.helper("textsOf"), (expression(separator, context), writers, texts))


@generates("error_name")
def _error_name(node: Builtin, context: Context) -> js.Expression:
    return js.Call(context.helper("errorName"), (_plain(node, context),))


@generates("isinstance")
def _isinstance(node: Builtin, context: Context) -> js.Expression:
    """Whether a caught exception is of one of these classes."""
    value, *classes = [argument for argument in node.arguments if argument is not None]
    whole: js.Expression = js.Literal(False)
    for at, name in enumerate(classes):
        assert isinstance(name, Constant)
        error = expression(value, context)
        test: js.Expression
        if name.value == "Exception":
            test = js.Call(context.helper("isException"), (error,))
        else:
            test = js.Binary("instanceof", error, context.helper(str(name.value)))
        whole = test if at == 0 else js.Binary("||", whole, test)
    return whole


@generates("abs")
def _abs(node: Builtin, context: Context) -> js.Expression:
    return of_math("abs", *numbers(node, context))


@generates("round")
def _round(node: Builtin, context: Context) -> js.Expression:
    arguments = numbers(node, context)
    if first_type(node) != FLOAT:
        return arguments[0] if len(arguments) == 1 else js.Call(context.helper("roundedInt"), arguments)
    return js.Call(context.helper("roundedToInt" if len(arguments) == 1 else "roundedTo"), arguments)


@generates("divmod")
def _divmod(node: Builtin, context: Context) -> js.Expression:
    is_int = resolve(node.type) == TupleType((INT, INT))
    return js.Call(context.helper("divmod" if is_int else "floatDivmod"), numbers(node, context))


@generates("pow")
def _pow(node: Builtin, context: Context) -> js.Expression:
    arguments = numbers(node, context)
    of_two = "intPower" if resolve(node.type) == INT else "floatPower"
    return js.Call(context.helper("powerModulo" if len(arguments) == 3 else of_two), arguments)


@generates("ord")
def _ord(node: Builtin, context: Context) -> js.Expression:
    return js.Call(context.helper("codeOf"), numbers(node, context))


@generates("chr")
def _chr(node: Builtin, context: Context) -> js.Expression:
    return js.Call(context.helper("charOf"), numbers(node, context))
