"""`math`."""

from __future__ import annotations

from bmlc.emit import js
from bmlc.scripts.fitting import either_number, number, plain_number
from bmlc.scripts.iteration import iterated
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.table import row, rows
from bmlc.scripts.types import FLOAT, INT
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__: list[str] = []

_OF_ONE = "sqrt exp expm1 log2 log10 log1p sin cos tan asin acos sinh cosh acosh atanh"
_OF_MATH = "atan tanh asinh cbrt"  # JavaScript's own mean the same

rows({f"math.{name}(x: float, /) -> float": f"math{name.capitalize()}" for name in _OF_ONE.split()})
rows({f"math.{name}(x: float, /) -> float": f"Math.{name}(x)" for name in _OF_MATH.split()})
rows(
    {
        "math.fabs(x: float, /) -> float": "Math.abs(x)",
        "math.atan2(y: float, x: float, /) -> float": "Math.atan2(y, x)",
        "math.degrees(x: float, /) -> float": "x * (180 / Math.PI)",
        "math.radians(x: float, /) -> float": "x * (Math.PI / 180)",
        "math.isnan(x: float, /) -> bool": "Number.isNaN(x)",
        "math.isfinite(x: float, /) -> bool": "Number.isFinite(x)",
        "math.isinf(x: float, /) -> bool": "Math.abs(x) == Infinity",
        "math.isclose(a: float, b: float, *, rel_tol: float = 1e-09, abs_tol: float = 0.0) -> bool": "mathIsclose",
        "math.log(x: float, base: float = 2.718281828459045, /) -> float": "mathLog",
        "math.pow(x: float, y: float, /) -> float": "mathPow",
        "math.fmod(x: float, y: float, /) -> float": "mathFmod",
        "math.remainder(x: float, y: float, /) -> float": "mathRemainder",
        "math.copysign(x: float, y: float, /) -> float": "mathCopysign",
        "math.hypot(*coordinates: float) -> float": "mathHypot",
        "math.ldexp(x: float, i: int, /) -> float": "mathLdexp",
        "math.modf(x: float, /) -> tuple[float, float]": "mathModf",
        "math.floor(x: float, /) -> int": "flooredToInt",
        "math.ceil(x: float, /) -> int": "ceiledToInt",
        "math.trunc(x: float, /) -> int": "truncatedToInt",
        "math.factorial(n: int, /) -> int": "mathFactorial",
        "math.comb(n: int, k: int, /) -> int": "mathComb",
        "math.perm(n: int, k: int | None = None, /) -> int": "mathPerm",
        "math.gcd(*integers: int) -> int": "mathGcd",
        "math.lcm(*integers: int) -> int": "mathLcm",
        "math.isqrt(n: int, /) -> int": "mathIsqrt",
        "math.fsum(seq: iterable, /) -> float": "mathFsum",
        "math.dist(p: iterable, q: iterable, /) -> float": "mathDist",
    }
)


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
