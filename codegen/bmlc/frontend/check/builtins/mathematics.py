"""Functions of `math`."""

from __future__ import annotations

from bmlc.frontend.check.builtins.aggregates import check_number_items
from bmlc.frontend.check.builtins.table import Call, known_builtin
from bmlc.frontend.check.expected import check_argument, number_argument
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.unify import known
from bmlc.frontend.host import BOOL, FLOAT, INT, Builtin, Expression, HostType, TupleType

__all__: list[str] = []


def _of_numbers(name: str, signature: str, result: HostType, expected: HostType = FLOAT) -> None:
    """A function whose arguments are all floats, or all ints."""

    @known_builtin(f"math.{name}", signature)
    def check(call: Call) -> Expression:
        params = [param.strip("?") for param in signature.split(", ") if param not in ("/", "*")]
        arguments = tuple(
            check_argument(call.arguments[param], f"{call.name}'s {param}", expected, call.scope)
            if param in call.arguments
            else None
            for param in params
        )
        return Builtin(call.name, arguments, result, call.scope.loc(call.node))


for _name in [
    "sqrt",
    "exp",
    "expm1",
    "log2",
    "log10",
    "log1p",
    "sin",
    "cos",
    "tan",
    "asin",
    "acos",
    "atan",
    "sinh",
    "cosh",
    "tanh",
    "asinh",
    "acosh",
    "atanh",
    "fabs",
    "degrees",
    "radians",
    "cbrt",
]:
    _of_numbers(_name, "x, /", FLOAT)
for _name in ("pow", "fmod", "remainder", "copysign", "atan2"):
    _of_numbers(_name, "y, x, /" if _name == "atan2" else "x, y, /", FLOAT)
_of_numbers("log", "x, base?, /", FLOAT)
_of_numbers("modf", "x, /", TupleType((FLOAT, FLOAT)))
for _name in ("isnan", "isinf", "isfinite"):
    _of_numbers(_name, "x, /", BOOL)
_of_numbers("isclose", "a, b, *, rel_tol?, abs_tol?", BOOL)
_of_numbers("factorial", "x, /", INT, INT)
_of_numbers("isqrt", "n, /", INT, INT)
_of_numbers("comb", "n, k, /", INT, INT)
_of_numbers("perm", "n, k?, /", INT, INT)


@known_builtin("math.floor", "x, /")
@known_builtin("math.ceil", "x, /")
@known_builtin("math.trunc", "x, /")
def _to_int(call: Call) -> Expression:
    value = number_argument(call.arguments["x"], f"{call.name}'s x", call.scope)
    return value if known(value.type) == INT else Builtin(call.name, (value,), INT, call.scope.loc(call.node))


def _of_several(name: str, expected: HostType, result: HostType) -> None:
    """A function that takes as many numbers as there are."""

    @known_builtin(f"math.{name}")
    def check(call: Call) -> Expression:
        for argument in call.node.args:
            if argument.star or argument.keyword:
                raise call.scope.error(
                    "BML201", argument, f"{call.name} in scripts takes numbers alone", "write them out"
                )
        arguments = tuple(
            check_argument(argument, f"a number of {call.name}", expected, call.scope) for argument in call.node.args
        )
        return Builtin(call.name, arguments, result, call.scope.loc(call.node))


_of_several("hypot", FLOAT, FLOAT)
_of_several("gcd", INT, INT)
_of_several("lcm", INT, INT)


@known_builtin("math.ldexp", "x, i, /")
def _ldexp(call: Call) -> Expression:
    value = check_argument(call.arguments["x"], "math.ldexp's x", FLOAT, call.scope)
    power = check_argument(call.arguments["i"], "math.ldexp's i", INT, call.scope)
    return Builtin(call.name, (value, power), FLOAT, call.scope.loc(call.node))


@known_builtin("math.fsum", "seq, /")
def _fsum(call: Call) -> Expression:
    values = check_expression(call.arguments["seq"].value, call.scope)
    check_number_items(call, call.arguments["seq"].value, values)
    return Builtin(call.name, (values,), FLOAT, call.scope.loc(call.node))


@known_builtin("math.prod", "iterable, /, *, start?")
def _prod(call: Call) -> Expression:
    values = check_expression(call.arguments["iterable"].value, call.scope)
    item = check_number_items(call, call.arguments["iterable"].value, values)
    start = None
    if "start" in call.arguments:
        start = number_argument(call.arguments["start"], "math.prod's start", call.scope)
    is_float = known(item) == FLOAT or (start is not None and known(start.type) == FLOAT)
    return Builtin(call.name, (values, start), FLOAT if is_float else INT, call.scope.loc(call.node))


@known_builtin("math.dist", "p, q, /")
def _dist(call: Call) -> Expression:
    points = []
    for param in ("p", "q"):
        points.append(check_expression(call.arguments[param].value, call.scope))
        check_number_items(call, call.arguments[param].value, points[-1])
    return Builtin(call.name, tuple(points), FLOAT, call.scope.loc(call.node))
