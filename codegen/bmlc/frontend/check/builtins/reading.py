"""`print` and `isinstance`."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from bmlc.frontend.check.builtins.table import Call, known_builtin
from bmlc.frontend.check.expected import expect
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.targets import is_simple
from bmlc.frontend.check.templates import format_value, joined
from bmlc.frontend.check.unify import known
from bmlc.frontend.host import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    STR,
    Compare,
    Constant,
    DictType,
    Expression,
    FixedListType,
    FormattedValue,
    HostType,
    ListType,
    OptionalType,
    RecordType,
    RunCall,
    TupleType,
    TypeVariable,
)

__all__: list[str] = []


@known_builtin("print")
def _print(call: Call) -> Expression:
    """`print(a, b, sep=" ", end="\\n")` as the text that the run is to show."""
    scope, loc = call.scope, call.scope.loc(call.node)
    options: dict[str, Expression] = {}
    parts = []
    for argument in call.node.args:
        if argument.star:
            raise scope.error(
                "BML201", argument, f"scripts do not have {argument.star} in calls", "join the texts first"
            )
        if argument.keyword is None:
            value = check_expression(argument.value, scope)
            parts.append(format_value(scope, argument.value, value, "", None, value.loc))
            continue
        name = argument.keyword.value
        value = check_expression(argument.value, scope)
        if name in ("sep", "end"):
            if known(value.type) != NONE:
                options[name] = expect(scope, argument.value, value, f"print's {name}", STR)
        elif name != "flush":
            raise scope.error("BML102", argument, f"print in scripts has no argument {name!r}", "it has sep and end")
    separator = options.get("sep", Constant(" ", STR, loc))
    if not is_simple(separator):
        raise scope.error("BML201", call.node, "print's sep must be a text or a name", "give it a name first")
    text = joined(list(_separated(parts, separator)), loc)
    arguments = (text, options["end"]) if "end" in options else (text,)
    return RunCall("print", arguments, (), False, NONE, loc)


def _separated(parts: list[Expression], separator: Expression) -> Iterator[Expression]:
    shown = separator if isinstance(separator, Constant) else FormattedValue(separator, "", None, STR, separator.loc)
    for index, part in enumerate(parts):
        if index:
            yield shown
        yield part


@known_builtin("isinstance", "obj, class_or_tuple, /")
def _isinstance(call: Call) -> Expression:
    """Decided here, since types are known: of an Optional, by whether it is None."""
    scope, loc = call.scope, call.scope.loc(call.node)
    value = check_expression(call.arguments["obj"].value, scope)
    classes = list(_classes(call, call.arguments["class_or_tuple"].value))
    host_type = known(value.type)
    if not is_simple(value):
        raise scope.error("BML201", call.node, "isinstance in scripts asks for a name", "give the value a name first")
    if isinstance(host_type, TypeVariable):
        raise scope.error("BML204", call.node, "nothing decides its type yet", "annotate it, as in xs: list[int] = []")
    if isinstance(host_type, OptionalType):
        of_item, of_none = _is_one_of(host_type.item, classes), "NoneType" in classes
        if of_item != of_none:
            none = Constant(None, NONE, loc)
            return Compare((value, none), ("is" if of_none else "is not",), BOOL, loc)
        return Constant(of_item, BOOL, loc)
    return Constant(_is_one_of(host_type, classes), BOOL, loc)


def _classes(call: Call, node: cst.BaseExpression) -> Iterator[str]:
    match node:
        case cst.Name(value=name) if name in _CLASSES and not call.scope.is_local(name):
            yield name
        case cst.Tuple(elements=elements):
            for element in elements:
                yield from _classes(call, element.value)
        case cst.BinaryOperation(left=left, operator=cst.BitOr(), right=right):
            yield from _classes(call, left)
            yield from _classes(call, right)
        case cst.Name(value="None"):
            yield "NoneType"
        case _:
            message = f"isinstance in scripts asks for {', '.join(_CLASSES)}, received {call.scope.text(node)}"
            raise call.scope.error("BML204", node, message)


_CLASSES = ("int", "float", "bool", "str", "list", "tuple", "dict")


def _is_one_of(host_type: HostType, classes: list[str]) -> bool:
    match known(host_type):
        case ListType() | FixedListType():
            own = ["list"]
        case TupleType():
            own = ["tuple"]
        case DictType() | RecordType():
            own = ["dict"]
        case scalar:
            own = {BOOL: ["bool", "int"], INT: ["int"], FLOAT: ["float"], STR: ["str"], NONE: ["NoneType"]}.get(
                scalar, []
            )
    return any(name in classes for name in own)
