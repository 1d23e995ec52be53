"""`math`."""

from __future__ import annotations

from bmlc.emit import js
from bmlc.scripts.fitting import either_number, number, plain_number
from bmlc.scripts.iteration import iterated
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.table import row, rows
from bmlc.scripts.types import BOOL, FLOAT, INT, NONE
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__: list[str] = []

_OF_ONE = {
    "sqrt": "mathSqrt",
    "exp": "mathExp",
    "expm1": "mathExpm1",
    "log2": "mathLog2",
    "log10": "mathLog10",
    "log1p": "mathLog1p",
    "sin": "mathSin",
    "cos": "mathCos",
    "tan": "mathTan",
    "asin": "mathAsin",
    "acos": "mathAcos",
    "sinh": "mathSinh",
    "cosh": "mathCosh",
    "acosh": "mathAcosh",
    "atanh": "mathAtanh",
}
_OF_MATH = ("atan", "tanh", "asinh", "cbrt")  # JavaScript's own mean the same

rows({f"math.{name}(x: float, /) -> float": helper for name, helper in _OF_ONE.items()})
rows(
    {
        "math.log(x: float, base: float = 2.718281828459045, /) -> float": "mathLog",
        "math.pow(x: float, y: float, /) -> float": "mathPow",
        "math.fmod(x: float, y: float, /) -> float": "mathFmod",
        "math.remainder(x: float, y: float, /) -> float": "mathRemainder",
        "math.copysign(x: float, y: float, /) -> float": "mathCopysign",
        "math.ldexp(x: float, i: int, /) -> float": "mathLdexp",
        "math.modf(x: float, /) -> tuple[float, float]": "mathModf",
        "math.floor(x: float, /) -> int": "flooredToInt",
        "math.ceil(x: float, /) -> int": "ceiledToInt",
        "math.trunc(x: float, /) -> int": "truncatedToInt",
        "math.factorial(n: int, /) -> int": "mathFactorial",
        "math.comb(n: int, k: int, /) -> int": "mathComb",
        "math.isqrt(n: int, /) -> int": "mathIsqrt",
        "math.fsum(seq: iterable, /) -> float": "mathFsum",
        "math.dist(p: iterable, q: iterable, /) -> float": "mathDist",
    }
)


@row(*(f"math.{name}(x: float, /)" for name in _OF_MATH))
def _of_math(visit: Visit, call: Call) -> Value:
    method = js.Member(js.name("Math"), call.row.name)
    return Value(FLOAT, js.call(method, number(plain_number(call["x"]))))


@row("math.fabs(x: float, /)")
def _fabs(visit: Visit, call: Call) -> Value:
    return Value(FLOAT, js.call(js.Member(js.name("Math"), "abs"), number(plain_number(call["x"]))))


@row("math.degrees(x: float, /)", "math.radians(x: float, /)")
def _degrees(visit: Visit, call: Call) -> Value:
    value = number(plain_number(call["x"]))
    half = js.Binary("/", js.Literal(180), js.Member(js.name("Math"), "PI"))
    if call.row.name == "radians":
        half = js.Binary("/", js.Member(js.name("Math"), "PI"), js.Literal(180))
    return Value(FLOAT, js.Binary("*", value, half))


@row("math.isnan(x: float, /)", "math.isinf(x: float, /)", "math.isfinite(x: float, /)")
def _is(visit: Visit, call: Call) -> Value:
    value = number(plain_number(call["x"]))
    if call.row.name == "isinf":
        size = js.call(js.Member(js.name("Math"), "abs"), value)
        return Value(BOOL, js.Binary("===", size, js.Literal(float("inf"))))
    method = "isNaN" if call.row.name == "isnan" else "isFinite"
    return Value(BOOL, js.call(js.Member(js.name("Number"), method), value))


@row("math.hypot(*coordinates: float)")
def _hypot(visit: Visit, call: Call) -> Value:
    return Value(FLOAT, visit.call_helper("mathHypot", *(number(plain_number(each)) for each in call.gathered)))


@row("math.atan2(y: float, x: float, /)")
def _atan2(visit: Visit, call: Call) -> Value:
    values = [number(plain_number(call[name])) for name in ("y", "x")]
    return Value(FLOAT, js.call(js.Member(js.name("Math"), "atan2"), *values))


@row("math.gcd(*integers: int)", "math.lcm(*integers: int)")
def _gcd(visit: Visit, call: Call) -> Value:
    helper = "mathGcd" if call.row.name == "gcd" else "mathLcm"
    return Value(INT, visit.call_helper(helper, *map(number, call.gathered)))


@row("math.perm(n: int, k: int | None = None, /)")
def _perm(visit: Visit, call: Call) -> Value:
    k = call.get("k")
    more = [number(k)] if k is not None and k.type != NONE else []
    return Value(INT, visit.call_helper("mathPerm", number(call["n"]), *more))


@row("math.isclose(a: float, b: float, *, rel_tol: float = 1e-09, abs_tol: float = 0.0)")
def _isclose(visit: Visit, call: Call) -> Value:
    written = [number(plain_number(call[name])) for name in ("a", "b")]
    for name, default in (("rel_tol", 1e-9), ("abs_tol", 0.0)):
        given = call.get(name)
        written.append(js.Literal(default) if given is None else number(plain_number(given)))
    while len(written) > 2 and call.get(("rel_tol", "abs_tol")[len(written) - 3]) is None:
        written.pop()
    return Value(BOOL, visit.call_helper("mathIsclose", *written))


@row("math.prod(iterable: iterable, /, *, start: float = 1)")
def _prod(visit: Visit, call: Call) -> Value:
    walk = iterated(visit, call["iterable"], call.node)
    start = call.get("start")
    more = [] if start is None else [number(plain_number(start))]
    kind = kind_of(walk.item) if walk.item else "int"
    begun = kind_of(start.type) if start is not None else "int"
    if kind is None or begun is None:
        what = visit.described(call["iterable"].type)
        raise visit.error("BML204", call.node_of("iterable"), f"math.prod takes numbers, received {what}")
    if kind == begun == "int":
        return Value(INT, visit.call_helper("mathProdInts", walk.js, *more))
    if begun == "float":
        items = walk.js if kind in ("int", "float") else visit.call_helper("mapped", walk.js, js.name("Number"))
        return Value(FLOAT, visit.call_helper("mathProd", items, *more))
    if start is not None or kind != "float":
        items = walk.fitted_to(visit, INT | FLOAT)
        more = [] if start is None else [either_number(visit, start)]
        return Value(INT | FLOAT, visit.call_helper("productOf", items, *more))
    if not isinstance(walk.js, js.Array):  # Python's product of none is an int
        place = ("product", call.node, visit.here)
        held = visit.cells.meet(INT, FLOAT, place)
        helper = "productOfFloats" if visit.cells.is_kept_apart(place) else "mathProd"
        return Value(held, visit.call_helper(helper, walk.js))
    return Value(FLOAT, visit.call_helper("mathProd", walk.js))
