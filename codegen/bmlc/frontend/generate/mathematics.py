"""Functions of `math`: JavaScript's own where they mean the same, else helpers."""

from __future__ import annotations

from bmlc.emit import js
from bmlc.frontend.generate.builtins import first_type, generates, numbers, of_math
from bmlc.frontend.generate.context import Context
from bmlc.frontend.host import FLOAT, Builtin

__all__: list[str] = []

# Functions of `math` on numbers: JavaScript's own where they cannot fail, else helpers.
_OWN = {
    **dict.fromkeys(("atan", "tanh", "asinh", "cbrt", "atan2")),
    "fabs": "abs",
}
_HELPERS = [
    "sqrt",
    "exp",
    "expm1",
    "log",
    "log2",
    "log10",
    "log1p",
    "sin",
    "cos",
    "tan",
    "asin",
    "acos",
    "sinh",
    "cosh",
    "acosh",
    "atanh",
    "pow",
    "fmod",
    "remainder",
    "copysign",
    "modf",
    "isclose",
    "ldexp",
    "factorial",
    "isqrt",
    "comb",
    "perm",
    "gcd",
    "lcm",
    "fsum",
    "dist",
    "hypot",
]


@generates("math.floor", "math.ceil", "math.trunc")
def _to_int(node: Builtin, context: Context) -> js.Expression:
    arguments = numbers(node, context)
    if first_type(node) != FLOAT:
        return arguments[0]
    helper = {"math.floor": "flooredToInt", "math.ceil": "ceiledToInt", "math.trunc": "truncatedToInt"}[node.name]
    return js.Call(context.helper(helper), arguments)


@generates("math.isnan", "math.isinf", "math.isfinite")
def _kind_of_number(node: Builtin, context: Context) -> js.Expression:
    (value,) = numbers(node, context)
    if node.name == "math.isinf":
        return js.Binary("===", of_math("abs", value), js.name("Infinity"))
    return js.call(js.Member(js.name("Number"), "isNaN" if node.name == "math.isnan" else "isFinite"), value)


@generates("math.degrees", "math.radians")
def _angle(node: Builtin, context: Context) -> js.Expression:
    (value,) = numbers(node, context)
    half, pi = js.Literal(180), js.Member(js.name("Math"), "PI")
    factor = js.Binary("/", half, pi) if node.name == "math.degrees" else js.Binary("/", pi, half)
    return js.Binary("*", value, factor)


@generates(*(f"math.{name}" for name in _OWN))
def _own(node: Builtin, context: Context) -> js.Expression:
    name = node.name.removeprefix("math.")
    return of_math(_OWN[name] or name, *numbers(node, context))


@generates(*(f"math.{name}" for name in _HELPERS))
def _helper(node: Builtin, context: Context) -> js.Expression:
    name = node.name.removeprefix("math.")
    return js.Call(context.helper(f"math{name.capitalize()}"), numbers(node, context))
