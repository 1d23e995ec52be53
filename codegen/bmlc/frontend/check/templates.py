"""Text with values in it: f-strings, `"%.3f" % x` and `"{:.3f}".format(x)`, all of which become one node."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

import libcst as cst

from bmlc.frontend.check import tensors
from bmlc.frontend.check.expected import host_value
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.fitting import none_hint
from bmlc.frontend.check.operators import is_tensor
from bmlc.frontend.check.printing import check_printable
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.check.unify import known
from bmlc.frontend.host import (
    BOOL,
    FLOAT,
    INT,
    STR,
    Builtin,
    Constant,
    Expression,
    FormattedString,
    FormattedValue,
    HostType,
    TupleLiteral,
    TupleType,
)
from bmlc.ir import Loc

__all__ = ["format_value", "joined", "percent"]

_SAMPLES: dict[HostType, object] = {INT: 1, FLOAT: 1.5, BOOL: True, STR: "text"}
_PERCENT = re.compile(
    r"%(?:\((?P<key>[^)]*)\))?(?P<flags>[-+ #0]*)(?P<width>\*|\d*)(?:\.(?P<precision>\*|\d*))?(?P<type>.?)", re.S
)


@check_expression.register
def _f_string(node: cst.FormattedString, scope: Scope) -> Expression:
    return joined(_parts(node, node.parts, scope), scope.loc(node))


@check_expression.register
def _pieces(node: cst.ConcatenatedString, scope: Scope) -> Expression:
    left, right = check_expression(node.left, scope), check_expression(node.right, scope)
    return joined([left, right], scope.loc(node))


def joined(parts: Sequence[Expression], loc: Loc) -> Expression:
    """Texts and formatted values one after another; a constant where all of them are."""
    flat: list[Expression] = []
    for part in parts:
        for each in part.parts if isinstance(part, FormattedString) else (part,):
            last = flat[-1] if flat else None
            if isinstance(last, Constant) and isinstance(each, Constant):
                flat[-1] = Constant(f"{last.value}{each.value}", STR, loc)
            elif not (isinstance(each, Constant) and each.value == ""):
                flat.append(each)
    if not flat:
        return Constant("", STR, loc)
    if len(flat) == 1 and isinstance(flat[0], Constant):
        return Constant(flat[0].value, STR, loc)
    return FormattedString(tuple(flat), STR, loc)


def _parts(
    node: cst.FormattedString, parts: Sequence[cst.BaseFormattedStringContent], scope: Scope
) -> list[Expression]:
    found: list[Expression] = []
    for part in parts:
        if isinstance(part, cst.FormattedStringText):
            found.append(Constant(_text(node, part.value), STR, scope.loc(part)))
        elif isinstance(part, cst.FormattedStringExpression):
            found += _field(node, part, scope)
    return found


def _text(node: cst.FormattedString, written: str) -> str:
    prefix = node.start[: -len(node.end)].lower().replace("f", "")
    value = ast.literal_eval(f"{prefix}{node.end}{written}{node.end}")
    return str(value).replace("{{", "{").replace("}}", "}")


def _field(node: cst.FormattedString, field: cst.FormattedStringExpression, scope: Scope) -> list[Expression]:
    loc = scope.loc(field.expression)
    value = check_expression(field.expression, scope)
    spec = None if field.format_spec is None else joined(_parts(node, field.format_spec, scope), loc)
    conversion = field.conversion or ""
    if field.equal is None:
        return [format_value(scope, field.expression, value, conversion, spec, loc)]
    before = field.whitespace_before_expression
    text = "".join(scope.text(part) for part in (before, field.expression, field.equal) if not isinstance(part, str))
    shown = conversion or ("r" if spec is None else "")
    return [Constant(text, STR, loc), format_value(scope, field.expression, value, shown, spec, loc)]


def format_value(
    scope: Scope, node: cst.CSTNode, value: Expression, conversion: str, spec: Expression | None, loc: Loc
) -> Expression:
    """`{value!conversion:spec}`.

    Raises:
        UserError: BML204 where the specification does not fit the type.
    """
    if isinstance(spec, Constant) and spec.value == "":
        spec = None
    if is_tensor(value.type):
        value = tensors.text(scope, node, value) if spec is None else host_value(scope, node, value)
    check_printable(scope, node, value.type)
    if spec is None and conversion in ("", "s") and known(value.type) == STR and _is_text(value):
        return value
    if conversion == "a":
        raise scope.error("BML201", node, "scripts do not have !a", "write !r")
    if conversion == "r" and spec is not None:
        value, conversion = Builtin("repr", (value,), STR, loc), ""
    elif conversion == "s" and spec is not None:
        value, conversion = Builtin("str", (value,), STR, loc), ""
    if spec is not None:
        _check_spec(scope, node, value.type, spec)
    return FormattedValue(value, conversion, spec, STR, loc)


def _is_text(value: Expression) -> bool:
    return isinstance(value, FormattedString | Constant)


def _check_spec(scope: Scope, node: cst.CSTNode, host_type: HostType, spec: Expression) -> None:
    host_type = known(host_type)
    if host_type not in _SAMPLES:
        hint = none_hint(host_type) or "convert it: str(...)"
        raise scope.error(
            "BML204", node, f"a format specification is for numbers and strings, received {host_type}", hint
        )
    if isinstance(spec, Constant):
        try:
            format(_SAMPLES[host_type], str(spec.value))
        except ValueError:
            message = f"the format specification {spec.value!r} does not fit {host_type}"
            advice = "convert it: int(...)" if host_type == FLOAT and str(spec.value)[-1:] in "dbcoxX" else None
            raise scope.error("BML204", node, message, advice) from None


def percent(scope: Scope, node: cst.CSTNode, left: Expression, right: Expression) -> Expression:
    """`"%d of %.1f" % (a, b)`, for a text that is known."""
    if not isinstance(left, Constant):
        raise scope.error("BML204", node, "the text before % must be written out", "write an f-string")
    text, loc = str(left.value), scope.loc(node)
    values: list[Expression] = []
    if isinstance(right, TupleLiteral):
        values = list(right.items)
    elif isinstance(known(right.type), TupleType):
        raise scope.error("BML204", node, "the tuple behind % must be written out", "write an f-string")
    else:
        values = [right]
    parts: list[Expression] = []
    end = used = 0
    for found in _PERCENT.finditer(text):
        parts.append(Constant(text[end : found.start()], STR, loc))
        end = found.end()
        if found["type"] == "%":
            parts.append(Constant("%", STR, loc))
            continue
        if found["key"] is not None or "*" in (found["width"], found["precision"]):
            raise scope.error("BML201", node, f"scripts do not have {found[0]}", "write an f-string")
        if used == len(values):
            raise scope.error("BML102", node, f"expected a value for each % of {text!r}, received {len(values)}")
        parts.append(_percent_value(scope, node, values[used], found))
        used += 1
    if used < len(values):
        raise scope.error("BML102", node, f"expected {used} values for {text!r}, received {len(values)}")
    return joined([*parts, Constant(text[end:], STR, loc)], loc)


def _percent_value(scope: Scope, node: cst.CSTNode, value: Expression, found: re.Match[str]) -> Expression:
    kind, flags, loc = found["type"], found["flags"], value.loc
    width, precision = found["width"], found["precision"]
    value = host_value(scope, node, value) if kind not in "sr" else value
    if kind in ("s", "r"):
        spec = ("<" if "-" in flags else ">") + width if width else ""
        spec += f".{precision or 0}" if precision is not None else ""
        return format_value(scope, node, value, kind, Constant(spec, STR, loc), loc)
    host_type = known(value.type)
    if kind == "c" and host_type == STR and not (isinstance(value, Constant) and len(str(value.value)) == 1):
        message = "%c takes an int or one written character, received a str"
        raise scope.error("BML204", node, message, "write %s")
    if kind == "c" and host_type in (INT, STR):
        char = value if host_type == STR else Builtin("chr", (value,), STR, loc)
        spec = ("<" if "-" in flags else ">") + width if width else ""
        return format_value(scope, node, char, "", Constant(spec, STR, loc), loc)
    if kind == "" or kind not in "diuoxXeEfFgG":
        raise scope.error("BML201", node, f"scripts do not have {found[0]!r} in texts", "write an f-string")
    if host_type not in (INT, FLOAT, BOOL):
        raise scope.error("BML204", node, f"{found[0]} takes a number, received {host_type}")
    if kind in "diuoxX":
        if host_type == FLOAT and kind in "oxX":
            raise scope.error("BML204", node, f"{found[0]} takes an int, received {host_type}", "convert it: int(...)")
        if precision is not None:
            raise scope.error("BML201", node, f"scripts do not have {found[0]!r} in texts", "write an f-string")
        value = Builtin("int", (value, None), INT, loc) if host_type != INT else value
        kind = "d" if kind in "diu" else kind
    sign = "+" if "+" in flags else " " if " " in flags else ""
    fill = "<" if "-" in flags else ""
    zero = "0" if "0" in flags and not fill and width else ""
    alternate = "#" if "#" in flags and kind != "d" else ""
    dot = "" if precision is None else f".{precision or 0}"
    spec = f"{fill if width else ''}{sign}{alternate}{zero}{width}{dot}{kind}"
    return format_value(scope, node, value, "", Constant(spec, STR, loc), loc)
