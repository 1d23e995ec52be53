"""`int float bool str repr round abs divmod pow ord chr bin hex oct`"""

from __future__ import annotations

from bmlc.frontend.check import tensors
from bmlc.frontend.check.builtins.table import Call, known_builtin
from bmlc.frontend.check.expected import as_number, check_argument, expect, host_value, number_argument
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.fitting import none_hint
from bmlc.frontend.check.operators import is_tensor, power_type
from bmlc.frontend.check.printing import check_printable
from bmlc.frontend.check.templates import format_value, joined
from bmlc.frontend.check.truth import check_truth
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
    TupleType,
)

__all__: list[str] = []


@known_builtin("int", "x?, /, base?")
def _int(call: Call) -> Expression:
    loc = call.scope.loc(call.node)
    if "x" not in call.arguments:
        return Constant(0, INT, loc)
    written = call.arguments["x"]
    value = host_value(call.scope, written.value, check_expression(written.value, call.scope))
    if "base" in call.arguments:
        text = check_argument(written, "int's text", STR, call.scope)
        return Builtin("int", (text, check_argument(call.arguments["base"], "int's base", INT, call.scope)), INT, loc)
    _convertible(call, value)
    return value if known(value.type) == INT else Builtin("int", (value, None), INT, loc)


@known_builtin("float", "x?, /")
def _float(call: Call) -> Expression:
    loc = call.scope.loc(call.node)
    if "x" not in call.arguments:
        return Constant(0.0, FLOAT, loc)
    written = call.arguments["x"]
    value = host_value(call.scope, written.value, check_expression(written.value, call.scope))
    _convertible(call, value)
    return Builtin("float", (value,), FLOAT, loc)


def _convertible(call: Call, value: Expression) -> None:
    if known(value.type) not in (INT, FLOAT, BOOL, STR):
        message = f"{call.name} converts numbers and strings, received {known(value.type)}"
        raise call.scope.error("BML204", call.node, message, none_hint(value.type))


@known_builtin("bool", "x?, /")
def _bool(call: Call) -> Expression:
    loc = call.scope.loc(call.node)
    if "x" not in call.arguments:
        return Constant(False, BOOL, loc)
    written = call.arguments["x"].value
    value = check_truth(call.scope, written, check_expression(written, call.scope))
    return Builtin("bool", (value,), BOOL, loc)


@known_builtin("str", "object?, /")
def _str(call: Call) -> Expression:
    loc = call.scope.loc(call.node)
    if "object" not in call.arguments:
        return Constant("", STR, loc)
    written = call.arguments["object"].value
    value = check_expression(written, call.scope)
    if is_tensor(value.type):
        return tensors.text(call.scope, written, value)
    check_printable(call.scope, written, value.type)
    return value if known(value.type) == STR else Builtin("str", (value,), STR, loc)


@known_builtin("repr", "object, /")
def _repr(call: Call) -> Expression:
    written = call.arguments["object"].value
    value = check_expression(written, call.scope)
    check_printable(call.scope, written, value.type)
    return Builtin("repr", (value,), STR, call.scope.loc(call.node))


@known_builtin("format", "value, format_spec?, /")
def _format(call: Call) -> Expression:
    loc = call.scope.loc(call.node)
    written = call.arguments["value"].value
    value = check_expression(written, call.scope)
    spec = None
    if "format_spec" in call.arguments:
        spec = check_argument(call.arguments["format_spec"], "format's format_spec", STR, call.scope)
    return joined([format_value(call.scope, written, value, "", spec, loc)], loc)


@known_builtin("abs", "x, /")
def _abs(call: Call) -> Expression:
    written = call.arguments["x"]
    value = check_expression(written.value, call.scope)
    if is_tensor(value.type):
        return tensors.operation(call.scope, call.node, "abs", [value])
    value = as_number(written.value, value, "abs's x", call.scope)
    result = FLOAT if known(value.type) == FLOAT else INT
    return Builtin("abs", (value,), result, call.scope.loc(call.node))


@known_builtin("round", "number, ndigits?")
def _round(call: Call) -> Expression:
    value = number_argument(call.arguments["number"], "round's number", call.scope)
    written = call.arguments["ndigits"].value if "ndigits" in call.arguments else None
    digits = None if written is None else check_expression(written, call.scope)
    loc = call.scope.loc(call.node)
    if written is None or digits is None or (isinstance(digits, Constant) and digits.value is None):
        return value if known(value.type) == INT else Builtin("round", (value, None), INT, loc)
    digits = expect(call.scope, written, digits, "round's ndigits", INT)
    return Builtin("round", (value, digits), FLOAT if known(value.type) == FLOAT else INT, loc)


@known_builtin("divmod", "a, b, /")
def _divmod(call: Call) -> Expression:
    left = number_argument(call.arguments["a"], "divmod's a", call.scope)
    right = number_argument(call.arguments["b"], "divmod's b", call.scope)
    kind = FLOAT if FLOAT in (known(left.type), known(right.type)) else INT
    return Builtin("divmod", (left, right), TupleType((kind, kind)), call.scope.loc(call.node))


@known_builtin("pow", "base, exp, mod?")
def _pow(call: Call) -> Expression:
    base = number_argument(call.arguments["base"], "pow's base", call.scope)
    exponent = number_argument(call.arguments["exp"], "pow's exp", call.scope)
    modulus = None
    if "mod" in call.arguments:
        modulus = check_argument(call.arguments["mod"], "pow's mod", INT, call.scope)
    if modulus is not None and FLOAT in (known(base.type), known(exponent.type)):
        raise call.scope.error("BML204", call.node, "pow with mod takes ints, received a float")
    result = power_type(base, exponent) if modulus is None else INT
    return Builtin("pow", (base, exponent, modulus), result, call.scope.loc(call.node))


@known_builtin("ord", "c, /")
def _ord(call: Call) -> Expression:
    char = check_argument(call.arguments["c"], "ord's character", STR, call.scope)
    return Builtin("ord", (char,), INT, call.scope.loc(call.node))


@known_builtin("chr", "i, /")
def _chr(call: Call) -> Expression:
    code = check_argument(call.arguments["i"], "chr's code", INT, call.scope)
    return Builtin("chr", (code,), STR, call.scope.loc(call.node))


@known_builtin("bin", "x, /")
@known_builtin("hex", "x, /")
@known_builtin("oct", "x, /")
def _with_radix(call: Call) -> Expression:
    value = check_argument(call.arguments["x"], f"{call.name}'s x", INT, call.scope)
    loc = call.scope.loc(call.node)
    spec = Constant({"bin": "#b", "hex": "#x", "oct": "#o"}[call.name], STR, loc)
    return FormattedString((FormattedValue(value, "", spec, STR, loc),), STR, loc)
