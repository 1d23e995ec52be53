"""`int`, `float`, `bool`, `str`, numbers and characters."""

from __future__ import annotations

import ast
from dataclasses import replace

from bmlc.emit import js
from bmlc.scripts.arrays.arrays import array_of, as_array, has_numpy, of_python
from bmlc.scripts.classes.objects import class_of_value
from bmlc.scripts.constructs.operators import arithmetic
from bmlc.scripts.constructs.templates import format_value
from bmlc.scripts.fitting import either_number, number, plain_number
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.program import device, reading
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.table import row, rows
from bmlc.scripts.texts import repr_of, str_of
from bmlc.scripts.truth import bool_of
from bmlc.scripts.types import BOOL, FLOAT, INT, NONE, STR
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


def read_number(visit: Visit, call: Call) -> Value | None:
    """The argument, a tensor by its number."""
    value = call.get("x")
    return reading.number_of(visit, call.node, value) if value is not None and device.is_tensor(value.type) else value


@row("int(x: int | float | str | tensor = 0, /, base: int = 10)")
def _int(visit: Visit, call: Call) -> Value:
    value = read_number(visit, call)
    if value is None:
        return Value(INT, js.Literal(0), constant=0)
    if value.type == STR:
        base = call.get("base")
        return Value(INT, visit.call_helper("intOf", value.js, *([base.js] if base else [])))
    return int_of(visit, value, call.node)


@row("float(x: float | str | tensor = 0.0, /)")
def _float(visit: Visit, call: Call) -> Value:
    value = read_number(visit, call)
    if value is None:
        return Value(FLOAT, js.Literal(0), constant=0.0)
    if value.type == STR:
        if value.constant in _WRITTEN:
            return Value(FLOAT, _WRITTEN[value.constant])
        return Value(FLOAT, visit.call_helper("floatOf", value.js))
    if value.is_known:
        return Value(FLOAT, js.Literal(float(value.constant)), constant=float(value.constant))
    return Value(FLOAT, number(plain_number(value)))


@row("bool(x: object = False, /)")
def _bool(visit: Visit, call: Call) -> Value:
    value = call.get("x")
    return Value(BOOL, js.Literal(False), constant=False) if value is None else bool_of(visit, value, call.node)


@row("str(object: object = '')")
def _str(visit: Visit, call: Call) -> Value:
    value = call.get("object")
    return Value(STR, js.Literal(""), constant="") if value is None else str_of(visit, value, call.node)


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
    value, kind = call["x"], kind_of(call["x"].type)
    if kind in ("int", "float"):
        held = INT if kind == "int" else FLOAT
        return Value(held, js.call(js.Member(js.name("Math"), "abs"), number(value)))
    return Value(INT | FLOAT, visit.call_helper("absolute", either_number(visit, value)))


@row("round(number: float | array, ndigits: int | None = None)")
def _round(visit: Visit, call: Call) -> Value:
    if has_numpy(call["number"].type) and (call.get("ndigits") is not None or array_of(call["number"].type)):
        array = as_array(visit, call["number"], call.node)
        more = [] if call.get("ndigits") is None else [number(call["ndigits"])]
        return Value(array.type, visit.call_helper("npRound", array.js, *more))
    if has_numpy(call["number"].type):
        call = replace(call, arguments={"number": of_python(call["number"])})
    value, digits = call["number"], call.get("ndigits")
    kind = kind_of(value.type)
    if digits is None or digits.type == NONE:
        if kind == "int":
            return Value(INT, number(value))
        return Value(INT, visit.call_helper("roundedToInt", plain_number(value).js))
    if kind in ("int", "float"):
        helper = "roundedInt" if kind == "int" else "roundedTo"
        return Value(INT if kind == "int" else FLOAT, visit.call_helper(helper, number(value), number(digits)))
    return Value(INT | FLOAT, visit.call_helper("rounded", either_number(visit, value), number(digits)))


@row("divmod(x: float | array, y: float | array, /)")
def _divmod(visit: Visit, call: Call) -> Value:
    from bmlc.scripts.types import Tuple

    for value in call.arguments.values():
        if kind_of(value.type) is None:
            message = f"divmod in scripts takes numbers of Python's, received {visit.described(value.type)}"
            raise visit.error("BML204", call.node, message, "write x // y and x % y")

    one, other = call["x"], call["y"]
    if kind_of(one.type) == kind_of(other.type) == "int":
        held = frozenset({Tuple((INT, INT))})
        return Value(held, visit.call_helper("divmod", number(one), number(other)), fresh=True)
    if "float" not in (kind_of(one.type), kind_of(other.type)):
        held = frozenset({Tuple((INT | FLOAT, INT | FLOAT))})
        return Value(
            held, visit.call_helper("divmodEither", either_number(visit, one), either_number(visit, other)), fresh=True
        )
    held = frozenset({Tuple((FLOAT, FLOAT))})
    return Value(
        held, visit.call_helper("floatDivmod", number(plain_number(one)), number(plain_number(other))), fresh=True
    )


@row("pow(base: float | array, exp: float | array, mod: int | None = None)")
def _pow(visit: Visit, call: Call) -> Value:
    mod = call.get("mod")
    if mod is None or mod.type == NONE:
        return arithmetic(visit, "**", call["base"], call["exp"], call.node)
    return Value(INT, visit.call_helper("powerModulo", number(call["base"]), number(call["exp"]), number(mod)))


@row("type(object: object, /)")
def _type(visit: Visit, call: Call) -> Value:
    """The class of a value, whose `__name__` may be asked for."""
    from bmlc.scripts.types import Array, BuiltinName, Caught, Holder, NumpyScalar, Object, Scalar, Tuple

    held = call["object"].type
    visit.cells.ask_kind(held)
    if held and all(isinstance(atom, Object) for atom in held):
        return class_of_value(visit, call.node, call["object"])
    names = set()
    for atom in held:
        match atom:
            case Scalar(name):
                names.add("NoneType" if name == "None" else name)
            case Holder(kind):
                names.add(kind)
            case Tuple():
                names.add("tuple")
            case Caught(name):
                names.add(name)
            case NumpyScalar(kind):
                names.add(kind)
            case Array():
                names.add("ndarray")
    if len(names) != 1 or (held and next(iter(held)) == Caught("Exception")):
        message = f"type is known of a value of one type, received {visit.described(held)}"
        raise visit.error("BML204", call.node, message, "ask isinstance(x, ...)")
    (name,) = names
    name = f"numpy.{name}" if any(isinstance(atom, Array | NumpyScalar) for atom in held) else name
    return Value(frozenset({BuiltinName(name)}), js.name(name))


@row("isinstance(obj: object, class_or_tuple: object, /)")
def _isinstance(visit: Visit, call: Call) -> Value:
    from bmlc.scripts.names.narrowing import class_names, is_instance
    from bmlc.scripts.rows.kinds import kind_test

    value = call["obj"]
    names = class_names(visit, call.node.args[1])
    visit.cells.ask_kind(value.type)
    yes = [atom for atom in value.type if is_instance(visit, atom, names)]
    if len(yes) == len(value.type):
        return Value(BOOL, js.Literal(True), constant=True)
    if not yes:
        return Value(BOOL, js.Literal(False), constant=False)
    return Value(BOOL, kind_test(visit, value, yes))
