"""f-strings, `%` and `format`: texts with values in them.

f"{x:.3f} of {n}"    =>    `${toFixed(x, 3)} of ${n}`
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from functools import partial

from bmlc.emit import js
from bmlc.scripts.arrays.arrays import of_python, plain_of
from bmlc.scripts.checked import by_kinds, checked
from bmlc.scripts.fitting import number, plain_number
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.program import device, reading
from bmlc.scripts.texts import repr_of, str_of
from bmlc.scripts.types import BOOL, FLOAT, INT, STR, Holder, NumpyScalar, Tuple, Type, atom_of, none_hint
from bmlc.scripts.values import Value, is_name
from bmlc.scripts.visit import Visit, lowers

__all__ = ["format_value", "joined", "percent"]

_SAMPLES: dict[Type, object] = {INT: 1, FLOAT: 1.5, BOOL: True, STR: "text"}
_FIXED = re.compile(r"\.(\d+)f")
_OF_ANY_NUMBER = re.compile(r".+[eEfFgG%]")
_PERCENT = re.compile(
    r"%(?:\((?P<key>[^)]*)\))?(?P<flags>[-+ #0]*)(?P<width>\*|\d*)(?:\.(?P<precision>\*|\d*))?(?P<type>.?)", re.S
)


@lowers(ast.JoinedStr)
def _f_string(visit: Visit, node: ast.JoinedStr) -> Value:
    fields = [part for part in node.values if isinstance(part, ast.FormattedValue)]
    evaluated = iter(visit.expressions([field.value for field in fields]))
    parts: list[Value] = []
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            spec = visit.expression(part.format_spec) if part.format_spec is not None else None
            conversion = chr(part.conversion) if part.conversion > 0 else ""
            parts.append(format_value(visit, part.value, next(evaluated), conversion, spec))
        else:
            parts.append(visit.expression(part))
    return joined(parts)


def joined(parts: Sequence[Value]) -> Value:
    """Texts one after another; a constant where all of them are."""
    if all(part.is_known for part in parts):
        text = "".join(part.constant for part in parts)
        return Value(STR, js.Literal(text), constant=text)
    texts: list[str] = [""]
    values: list[js.Expression] = []
    for part in parts:
        match part.js:
            case js.Literal(str() as text):
                texts[-1] += text
            case js.Template(inner_texts, inner_values):
                texts[-1] += inner_texts[0]
                texts += inner_texts[1:]
                values += inner_values
            case js.Call(js.Identifier("String"), (inner,)):
                values.append(inner)
                texts.append("")
            case _:
                values.append(part.js)
                texts.append("")
    if texts == ["", ""] and any(part.js is values[0] for part in parts):  # a text by itself
        return Value(STR, values[0])
    return Value(STR, js.Template(tuple(texts), tuple(values)))


def format_value(visit: Visit, node: ast.AST, value: Value, conversion: str, spec: Value | None) -> Value:
    """`{value!conversion:spec}`.

    Raises:
        UserError: BML204 where the specification does not fit the type.
    """
    if conversion == "a":
        raise visit.error("BML201", node, "scripts do not have !a", "write !r")
    if conversion:
        value = repr_of(visit, value, node) if conversion == "r" else str_of(visit, value, node)
    elif NumpyScalar("float32") in value.type and plain_of(value.type) == FLOAT:
        value = of_python(value)  # as NumPy: by way of Python's float, with all of its digits
    if spec is None or spec.constant == "":
        return str_of(visit, value, node)
    if not value.type:
        return Value(STR, js.Literal(""))
    if device.is_tensor(value.type):
        value = reading.number_of(visit, node, value)
    value = of_python(value)
    python = partial(_formatted, spec=spec.constant if spec.is_known else "")
    return by_kinds(visit, node, [value], partial(_of_kind, visit, node, spec), python, [node])


def _of_kind(visit: Visit, node: ast.AST, spec: Value, value: Value) -> Value:
    _check_spec(visit, node, value, spec)
    written = spec.constant if spec.is_known else None
    kind = kind_of(value.type)
    if written is not None and kind is not None and value.type != BOOL and _OF_ANY_NUMBER.fullmatch(written):
        plain = number(plain_number(value))  # whether it is an int does not show
        fixed = _FIXED.fullmatch(written)
        if fixed and int(fixed[1]) <= 100:
            return Value(STR, visit.call_helper("toFixed", plain, js.Literal(int(fixed[1]))))
        return Value(STR, visit.call_helper("formatFloat" if kind != "int" else "formatInt", plain, spec.js))
    if value.type == INT and written == "d":
        return Value(STR, js.call("String", value.js))
    if value.type == STR:
        return Value(STR, visit.call_helper("formatString", value.js, spec.js))
    if kind == "int":
        return Value(STR, visit.call_helper("formatInt", number(value), spec.js))
    if kind == "float":
        return Value(STR, visit.call_helper("formatFloat", value.js, spec.js))
    visit.cells.ask_kind(value.type)
    return Value(STR, visit.call_helper("formatEither", value.js, spec.js))


def _formatted(value: object, spec: str) -> str:
    return format(value, spec)


def _check_spec(visit: Visit, node: ast.AST, value: Value, spec: Value) -> None:
    kind = kind_of(value.type)
    if kind is None and value.type != STR:
        message = f"a format specification is for numbers and strings, received {visit.described(value.type)}"
        raise visit.error("BML204", node, message, none_hint(value.type) or "convert it: str(...)", [value])
    if not spec.is_known:
        return
    for sample in [_SAMPLES[value.type]] if value.type in _SAMPLES else [1, 1.5]:
        try:
            format(sample, spec.constant)
        except ValueError:
            message = f"the format specification {spec.constant!r} does not fit {visit.described(value.type)}"
            is_whole = isinstance(sample, float) and spec.constant[-1:] in "dbcoxX"
            raise visit.error("BML204", node, message, "convert it: int(...)" if is_whole else None) from None


def percent(visit: Visit, node: ast.AST, left: Value, right: Value) -> Value:
    """`"%d of %.1f" % (a, b)`, for a text that is known."""
    if not left.is_known:
        raise visit.error("BML204", node, "the text before % must be written out", "write an f-string")
    text = str(left.constant)
    if right.items is not None and _is_tuple(right.type):
        values = list(right.items)
    elif _is_tuple(right.type):
        known = atom_of(Tuple, right.type)
        if known is None or len(right.type) > 1:
            message = "the tuple behind % must be written out, or have a length that is known"
            raise visit.error("BML204", node, message, "write an f-string")
        whole = right if is_name(right.js) else visit.named(right, "items")
        values = [Value(held, js.Index(whole.js, js.Literal(k))) for k, held in enumerate(known.items)]
    else:
        values = [right]
    values = checked(visit, values, lambda *samples: text % samples)
    parts: list[Value] = []
    end = used = 0
    for found in _PERCENT.finditer(text):
        parts.append(_literal(text[end : found.start()]))
        end = found.end()
        if found["type"] == "%":
            parts.append(_literal("%"))
            continue
        if found["key"] is not None or "*" in (found["width"], found["precision"]):
            raise visit.error("BML201", node, f"scripts do not have {found[0]}", "write an f-string")
        if used == len(values):
            raise visit.error("BML102", node, f"expected a value for each % of {text!r}, received {len(values)}")
        parts.append(_percent_value(visit, node, values[used], found))
        used += 1
    if used < len(values):
        raise visit.error("BML102", node, f"expected {used} values for {text!r}, received {len(values)}")
    return joined([*parts, _literal(text[end:])])


def _is_tuple(held: Type) -> bool:
    return any(
        (isinstance(atom, Tuple) and atom.kind == "tuple") or (isinstance(atom, Holder) and atom.kind == "tuple")
        for atom in held
    )


def _literal(text: str) -> Value:
    return Value(STR, js.Literal(text), constant=text)


def _percent_value(visit: Visit, node: ast.AST, value: Value, found: re.Match[str]) -> Value:
    if device.is_tensor(value.type) and found["type"] not in "sr":
        value = reading.number_of(visit, node, value)
    value = value if found["type"] in "sr" else of_python(value)
    kind, flags, width, precision = found["type"], found["flags"], found["width"], found["precision"]
    held = value.type
    if kind in ("s", "r"):
        spec = ("<" if "-" in flags else ">") + width if width else ""
        spec += f".{precision or 0}" if precision is not None else ""
        return format_value(visit, node, value, kind, _literal(spec))
    if kind == "c" and held == STR and not (value.is_known and len(value.constant) == 1):
        message = "%c takes an int or one written character, received a str"
        raise visit.error("BML204", node, message, "write %s")
    if kind == "c" and held in (INT, STR):
        char = value if held == STR else Value(STR, visit.call_helper("charOf", value.js))
        return format_value(visit, node, char, "", _literal(("<" if "-" in flags else ">") + width if width else ""))
    if kind == "" or kind not in "diuoxXeEfFgG":
        raise visit.error("BML201", node, f"scripts do not have {found[0]!r} in texts", "write an f-string")
    if kind_of(held) is None or not held:
        raise visit.error("BML204", node, f"{found[0]} takes a number, received {visit.described(held)}")
    if kind in "diuoxX":
        value, kind = _as_int(visit, node, value, found), "d" if kind in "diu" else kind
    sign = "+" if "+" in flags else " " if " " in flags else ""
    fill = "<" if "-" in flags else ""
    zero = "0" if "0" in flags and not fill and width else ""
    alternate = "#" if "#" in flags and kind != "d" else ""
    dot = "" if precision is None else f".{precision or 0}"
    return format_value(
        visit, node, value, "", _literal(f"{fill if width else ''}{sign}{alternate}{zero}{width}{dot}{kind}")
    )


def _as_int(visit: Visit, node: ast.AST, value: Value, found: re.Match[str]) -> Value:
    from bmlc.scripts.rows.conversions import int_of

    what = visit.described(value.type)
    if value.type != INT and kind_of(value.type) != "int" and found["type"] in "oxX":
        raise visit.error("BML204", node, f"{found[0]} takes an int, received {what}", "convert it: int(...)")
    if found["precision"] is not None:
        raise visit.error("BML201", node, f"scripts do not have {found[0]!r} in texts", "write an f-string")
    return value if value.type == INT else int_of(visit, value, node)
