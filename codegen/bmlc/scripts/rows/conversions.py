"""`int`, `float`, `bool`, `str`, numbers and characters."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from bmlc.emit import js
from bmlc.scripts.arrays.arrays import array_of, as_array, has_numpy, of_python
from bmlc.scripts.classes.class_of_value import class_of_value
from bmlc.scripts.classes.exceptions import exceptions_named, is_one_of
from bmlc.scripts.constructs.operators import arithmetic
from bmlc.scripts.constructs.templates import format_value
from bmlc.scripts.fitting import either_number, number, plain_number
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.names.instances import class_names, is_instance
from bmlc.scripts.program import device, reading
from bmlc.scripts.program.resolving import valueless
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.kinds import kind_test
from bmlc.scripts.rows.table import row, rows
from bmlc.scripts.texts import repr_of, str_of
from bmlc.scripts.truth import bool_of
from bmlc.scripts.types import (
    BOOL,
    FLOAT,
    INT,
    STR,
    Caught,
    Tuple,
)
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = ["int_of"]

rows(
    {
        "chr(i: int, /) -> str": "charOf",
        "ord(c: str, /) -> int": "codeOf",
        "bin(number: int, /) -> str": "formatInt(number, '#b')",
        "hex(number: int, /) -> str": "formatInt(number, '#x')",
        "oct(number: int, /) -> str": "formatInt(number, '#o')",
    }
)

_INFINITY = js.name("Infinity")
_WRITTEN: dict[object, js.Expression] = {"inf": _INFINITY, "nan": js.name("NaN"), "-inf": js.Unary("-", _INFINITY)}


def int_of(visit: Visit, value: Value, node: ast.AST) -> Value:
    """`int(value)` of a number."""
    if kind_of(value.type) == "int":
        return Value(INT, number(value), constant=value.constant)
    return Value(INT, visit.call_helper("truncatedToInt", plain_number(value).js))


def _read(visit: Visit, call: Call) -> Value:
    """The argument, a tensor by its number."""
    value = call.value("x")
    return reading.number_of(visit, call.node, value) if device.is_tensor(value.type) else value


@row("int(x: int | float | str | tensor = 0, /, base: int = 10)")
def _int(visit: Visit, call: Call) -> Value:
    value = _read(visit, call)
    if value.type != STR:
        return int_of(visit, value, call.node)
    base = [call["base"].js] if "base" in call.arguments else []
    return Value(INT, visit.call_helper("intOf", value.js, *base))


@row("float(x: float | str | tensor = 0.0, /)")
def _float(visit: Visit, call: Call) -> Value:
    value = _read(visit, call)
    if value.type == STR:
        return Value(FLOAT, _WRITTEN.get(value.constant) or visit.call_helper("floatOf", value.js))
    if value.is_known:
        return Value(FLOAT, js.Literal(float(value.constant)), constant=float(value.constant))
    return Value(FLOAT, number(plain_number(value)))


@row("bool(x: object = False, /)")
def _bool(visit: Visit, call: Call) -> Value:
    return bool_of(visit, call.value("x"), call.node)


@row("str(object: object = '')")
def _str(visit: Visit, call: Call) -> Value:
    return str_of(visit, call.value("object"), call.node)


@row("repr(obj: object, /)")
def _repr(visit: Visit, call: Call) -> Value:
    return repr_of(visit, call["obj"], call.node)


@row("format(value: object, format_spec: str = '', /)")
def _format(visit: Visit, call: Call) -> Value:
    return format_value(visit, call.node, call["value"], "", call.get("format_spec"))


@row("abs(x: float | tensor | array, /)")
def _abs(visit: Visit, call: Call) -> Value:
    if has_numpy(call["x"].type):
        array = as_array(visit, call["x"], call.node)
        return Value(array.type, visit.call_helper("npEach", array.js, js.Member(js.name("Math"), "abs")))
    if device.is_tensor(call["x"].type):
        return device.operation(visit, call.node, "abs", [call["x"]])
    kind = kind_of(call["x"].type)
    if kind in ("int", "float"):
        absolute = js.call(js.Member(js.name("Math"), "abs"), number(call["x"]))
        return Value(INT if kind == "int" else FLOAT, absolute)
    return Value(INT | FLOAT, visit.call_helper("absolute", either_number(visit, call["x"])))


def _of_kinds(visit: Visit, helpers: tuple[str, str, str], values: Sequence[Value], *more: js.Expression) -> Value:
    """The helper for ints, for floats, or for numbers which say what they are."""
    kinds = {kind_of(value.type) for value in values}
    if kinds == {"int"}:
        return Value(INT, visit.call_helper(helpers[0], *map(number, values), *more))
    if "float" in kinds:
        plain = (number(plain_number(value)) for value in values)
        return Value(FLOAT, visit.call_helper(helpers[1], *plain, *more))
    return Value(INT | FLOAT, visit.call_helper(helpers[2], *(either_number(visit, value) for value in values), *more))


@row("round(number: float | array, ndigits: int | None = None)")
def _round(visit: Visit, call: Call) -> Value:
    value, digits = call["number"], call.some("ndigits")
    more = [] if digits is None else [number(digits)]
    if has_numpy(value.type) and ("ndigits" in call.arguments or array_of(value.type)):
        array = as_array(visit, value, call.node)
        return Value(array.type, visit.call_helper("npRound", array.js, *more))
    value = of_python(value)
    if more:
        return _of_kinds(visit, ("roundedInt", "roundedTo", "rounded"), [value], *more)
    if kind_of(value.type) == "int":
        return Value(INT, number(value))
    return Value(INT, visit.call_helper("roundedToInt", plain_number(value).js))


@row("divmod(x: float | array, y: float | array, /)")
def _divmod(visit: Visit, call: Call) -> Value:
    for value in call.arguments.values():
        if kind_of(value.type) is None:
            message = f"divmod in scripts takes numbers of Python's, received {visit.described(value.type)}"
            raise visit.error("BML204", call.node, message, "write x // y and x % y")
    both = _of_kinds(visit, ("divmod", "floatDivmod", "divmodEither"), [call["x"], call["y"]])
    return Value(frozenset({Tuple((both.type, both.type))}), both.js, fresh=True)


@row("pow(base: float | array, exp: float | array, mod: int | None = None)")
def _pow(visit: Visit, call: Call) -> Value:
    mod = call.some("mod")
    if mod is None:
        return arithmetic(visit, "**", call["base"], call["exp"], call.node)
    return Value(INT, visit.call_helper("powerModulo", number(call["base"]), number(call["exp"]), number(mod)))


@row("type(object: object, /)")
def _type(visit: Visit, call: Call) -> Value:
    """The class of a value, whose `__name__` may be asked for."""
    return class_of_value(visit, call.node, call["object"])


@row("isinstance(obj: object, class_or_tuple: object, /)")
def _isinstance(visit: Visit, call: Call) -> Value:
    value = call["obj"]
    if any(isinstance(atom, Caught) for atom in value.type):
        return Value(BOOL, is_one_of(visit, exceptions_named(visit, call.node.args[1]), visit.simple(value).js))
    names = class_names(visit, call.node.args[1])
    visit.cells.ask_kind(value.type)
    yes = [atom for atom in value.type if is_instance(visit, atom, names)]
    if valueless(value.type):
        return Value(BOOL, js.Literal(bool(yes)), constant=bool(yes))
    value = visit.simple(value)  # what it does happens, whatever it is
    if not yes or len(yes) == len(value.type):
        return Value(BOOL, js.Literal(bool(yes)), constant=bool(yes))
    return Value(BOOL, kind_test(visit, value, yes))
