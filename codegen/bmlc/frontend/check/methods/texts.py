"""Methods of strings."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence

import libcst as cst

from bmlc.frontend.check.comprehensions import check_iterable
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.methods.table import MethodUse, known_method, plain_method
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.check.targets import is_simple
from bmlc.frontend.check.templates import format_value, joined
from bmlc.frontend.check.unify import known, unify
from bmlc.frontend.host import (
    BOOL,
    INT,
    NONE,
    STR,
    Constant,
    Expression,
    ListType,
    OptionalType,
    TupleType,
)

__all__: list[str] = []

for _name in ("upper", "lower", "title", "capitalize", "swapcase"):
    plain_method("str", _name, {}, STR)
for _name in ("isdigit", "isalpha", "isalnum", "isspace", "isupper", "islower"):
    plain_method("str", _name, {}, BOOL)
for _name in ("strip", "lstrip", "rstrip"):
    plain_method("str", _name, {"chars?": OptionalType(STR), "/": NONE}, STR)
for _name in ("split", "rsplit"):
    plain_method("str", _name, {"sep?": OptionalType(STR), "maxsplit?": INT}, ListType(STR))
for _name in ("find", "rfind", "index", "rindex"):
    plain_method("str", _name, {"sub": STR, "start?": INT, "end?": INT, "/": NONE}, INT)
for _name in ("ljust", "rjust", "center"):
    plain_method("str", _name, {"width": INT, "fillchar?": STR, "/": NONE}, STR)
for _name in ("partition", "rpartition"):
    plain_method("str", _name, {"sep": STR, "/": NONE}, TupleType((STR, STR, STR)))
plain_method("str", "splitlines", {"keepends?": BOOL}, ListType(STR))
plain_method("str", "replace", {"old": STR, "new": STR, "count?": INT, "/": NONE}, STR)
plain_method("str", "count", {"sub": STR, "/": NONE}, INT)
plain_method("str", "zfill", {"width": INT, "/": NONE}, STR)
plain_method("str", "removeprefix", {"prefix": STR, "/": NONE}, STR)
plain_method("str", "removesuffix", {"suffix": STR, "/": NONE}, STR)


@known_method("str", "startswith", "prefix, /")
@known_method("str", "endswith", "suffix, /")
def _begins(use: MethodUse) -> Expression:
    """One affix, or a tuple of them."""
    (written,) = use.arguments.values()
    value = check_expression(written.value, use.scope)
    host_type = known(value.type)
    several = isinstance(host_type, TupleType) and all(known(item) == STR for item in host_type.items)
    if host_type != STR and not several:
        message = f"{use.name} takes a str or a tuple of them, received {host_type}"
        raise use.scope.error("BML204", written.value, message)
    return use.result((value,), BOOL)


@known_method("str", "join", "iterable, /")
def _join(use: MethodUse) -> Expression:
    written = use.arguments["iterable"].value
    values = check_expression(written, use.scope)
    item = check_iterable(use.scope, written, values)
    if not unify(item, STR, use.scope.journal):
        hint = "convert the items: [str(x) for x in xs]"
        raise use.scope.error("BML204", written, f"join takes strings, received {known(values.type)}", hint)
    return use.result((values,), STR)


@known_method("str", "format", None)
def _format(use: MethodUse) -> Expression:
    """`"{} of {:.1f}".format(a, b)`, for a text that is known."""
    scope, loc = use.scope, use.scope.loc(use.node)
    if not isinstance(use.owner, Constant):
        raise scope.error("BML204", use.node, "the text before .format must be written out", "write an f-string")
    positional, named = [], {}
    for argument in use.node.args:
        if argument.star:
            raise scope.error("BML201", argument, f"scripts do not have {argument.star} in calls", "write an f-string")
        value = check_expression(argument.value, scope)
        if argument.keyword is None:
            positional.append(value)
        else:
            named[argument.keyword.value] = value
    parts: list[Expression] = []
    used: list[Expression] = []
    for text, field, spec, conversion in _fields(use, str(use.owner.value)):
        parts.append(Constant(text, STR, loc))
        if field is not None:
            value = _chosen(use, field, positional, named, len(used))
            used.append(value)
            shown = Constant(spec, STR, loc) if spec else None
            parts.append(format_value(scope, use.node, value, conversion or "", shown, loc))
    _refuse_disorder(use.node, [*positional, *named.values()], used, scope)
    return joined(parts, loc)


def _fields(use: MethodUse, text: str) -> list[tuple[str, str | None, str | None, str | None]]:
    try:
        fields = list(string.Formatter().parse(text))
    except ValueError as error:
        raise use.scope.error("BML102", use.node, f"{text!r} cannot be formatted: {error}") from None
    if any("{" in (spec or "") for _, _, spec, _ in fields):
        raise use.scope.error(
            "BML201", use.node, "scripts do not have fields in the specifications of format", "write an f-string"
        )
    return fields


def _chosen(
    use: MethodUse, field: str, positional: Sequence[Expression], named: dict[str, Expression], used: int
) -> Expression:
    if field in named:
        return named[field]
    place = used if field == "" else int(field) if re.fullmatch(r"\d+", field) else None
    if place is None or place >= len(positional):
        raise use.scope.error("BML102", use.node, f"format has no value for the field {{{field}}}", "write an f-string")
    return positional[place]


def _refuse_disorder(node: cst.Call, given: Sequence[Expression], used: Sequence[Expression], scope: Scope) -> None:
    """Values are computed as they are written, once each: that must not be told apart from the order of the fields."""
    computed = [value for value in given if not is_simple(value)]
    shown = [value for value in used if not is_simple(value)]
    if [id(value) for value in computed] != [id(value) for value in shown]:
        raise scope.error("BML201", node, "format in scripts takes its values in order, once each", "write an f-string")
