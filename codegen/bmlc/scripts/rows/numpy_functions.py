"""NumPy's functions that compute item by item, that make one value of many, and that order and count."""

from __future__ import annotations

import ast
from collections.abc import Callable

from bmlc.emit import js
from bmlc.scripts.arrays.arrays import (
    as_array,
    compared,
    has_numpy,
    kinds_of,
    numpy_type,
    operated,
    promoted,
    rank_of_atom,
)
from bmlc.scripts.fitting import number, plain_number
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.numpy_table import (
    Given,
    argument_of,
    axis_of,
    beside,
    flattened,
    floating,
    numpy_rows,
    of_kind,
    only_array,
    paired,
    reduced,
    same,
    subject,
    summed,
    wrong,
)
from bmlc.scripts.rows.table import row
from bmlc.scripts.types import BOOL, INT, NONE, ArrayKind, Tuple, Type
from bmlc.scripts.values import Value, is_name
from bmlc.scripts.visit import Visit

__all__ = ["total_of"]

# Item by item

_OF_FLOATS = {
    **{name: f"npFloats(x, Math.{name})" for name in ("sqrt", "exp", "expm1", "log", "log2", "log10", "log1p", "cbrt")},
    **{name: f"npFloats(x, Math.{name})" for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")},
    **{f"arc{name}": f"npFloats(x, Math.a{name})" for name in ("sin", "cos", "tan")},
    "exp2": "npFloats(x, npExp2)",
    "rint": "npFloats(x, npEven)",
    "fabs": "npFloats(x, Math.abs)",
    **dict.fromkeys(("deg2rad", "radians"), "npAngle(x)"),
    **dict.fromkeys(("rad2deg", "degrees"), "npAngle(x, 1)"),
}
_OF_NUMBERS = {
    **dict.fromkeys(("abs", "absolute"), "npEach(x, Math.abs)"),
    **{name: f"npEach(x, Math.{name})" for name in ("floor", "ceil", "trunc")},
    "negative": "npNegative(x)",
    "sign": "npEach(x, npSign)",
    "square": "npMultiply(x, x)",
}
_ASKED = {
    "isnan": 'npEach(x, Number.isNaN, "bool")',
    "isfinite": 'npEach(x, Number.isFinite, "bool")',
    "isinf": 'npEach(x, npInfinite, "bool")',
    "logical_not": "npEqual(x, 0)",
}
numpy_rows({f"numpy.{name}(x: array, /)": (text, of_kind(floating)) for name, text in _OF_FLOATS.items()}, "bool uint8")
numpy_rows({f"numpy.{name}(x: array, /)": (text, same) for name, text in _OF_NUMBERS.items()}, "bool")
numpy_rows({f"numpy.{name}(x: array, /)": (text, of_kind("bool")) for name, text in _ASKED.items()})
numpy_rows(
    {
        "numpy|ndarray.round(a: array, decimals: int = 0)": ("npRound(a, decimals)", same),
        "numpy.around(a: array, decimals: int = 0)": ("npRound(a, decimals)", same),
    },
    "bool",
)

_OF_TWO = {
    "add": "+",
    "subtract": "-",
    "multiply": "*",
    "divide": "/",
    "true_divide": "/",
    "floor_divide": "//",
    "mod": "%",
    "remainder": "%",
    "power": "**",
    "matmul": "@",
}
_COMPARED = {"equal": "==", "not_equal": "!=", "less": "<", "less_equal": "<=", "greater": ">", "greater_equal": ">="}


@row(*(f"numpy.{name}(x1: array, x2: array, /)" for name in (*_OF_TWO, *_COMPARED)))
def _of_two(visit: Visit, call: Call) -> Value:
    left, right = call["x1"], call["x2"]
    if not has_numpy(left.type) and not has_numpy(right.type):
        left, right = as_array(visit, left, call.node), as_array(visit, right, call.node)
    if call.row.name in _COMPARED:
        return compared(visit, _COMPARED[call.row.name], left, right, call.node)
    return operated(visit, _OF_TWO[call.row.name], left, right, call.node)


def _wide(one: ArrayKind, other: ArrayKind) -> ArrayKind:
    return "float32" if promoted(one, other) == "float32" else "float64"


def _bool(*_: ArrayKind) -> ArrayKind:
    return "bool"


_OF_TWO_MORE: dict[str, tuple[str, Callable[[ArrayKind, ArrayKind], ArrayKind]]] = {
    "minimum": ("npMinimum", promoted),
    "maximum": ("npMaximum", promoted),
    "logical_and": ("npLogicalAnd", _bool),
    "logical_or": ("npLogicalOr", _bool),
    "logical_xor": ("npLogicalXor", _bool),
    "arctan2": ("npArctan2", _wide),
    "hypot": ("npHypot", _wide),
}


@row(*(f"numpy.{name}(x1: array, x2: array, /)" for name in _OF_TWO_MORE))
def _of_two_more(visit: Visit, call: Call) -> Value:
    left, right = beside(visit, call["x1"], call["x2"], call.node)
    helper, kind = _OF_TWO_MORE[call.row.name]
    small = kinds_of(paired(left.type, right.type, promoted)) & {"bool", "uint8"}
    if kind is _wide and small:
        message = f"{call.row.full_name} gives float16 for {' and '.join(sorted(small))}s, which scripts do not have"
        raise wrong(visit, call, message, "write x.astype(np.float32)")
    return Value(paired(left.type, right.type, kind), visit.call_helper(helper, left.js, right.js))


@row(
    "numpy.clip(a: array, a_min: array | None = None, a_max: array | None = None, out: array | None = None)",
    "ndarray.clip(min: array | None = None, max: array | None = None)",
)
def _clip(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    names = ("a_min", "a_max") if call.owner is None else ("min", "max")
    for name, helper in zip(names, ("npMaximum", "npMinimum"), strict=True):
        bound = call.some(name)
        if bound is not None:
            one, other = beside(visit, array, bound, call.node)
            # The bound stands first: of two that are equal NumPy's clip gives the value, its maximum the second.
            array = Value(paired(one.type, other.type, promoted), visit.call_helper(helper, other.js, one.js))
    out = call.some("out")
    if out is None:
        return array
    only_array(visit, call, out)
    out = out if is_name(out.js) else visit.named(out, "out")
    visit.module.change_arrays(out.type)
    visit.do(visit.call_helper("npSetItem", out.js, array.js))
    return out


@row("numpy.fill_diagonal(a: array, val: array)")
def _fill_diagonal(visit: Visit, call: Call) -> Value:
    array = call["a"]
    if only_array(visit, call, array).rank != 2:
        what = visit.described(array.type)
        raise wrong(visit, call, f"fill_diagonal in scripts takes an array of 2 axes, received {what}")
    visit.module.change_arrays(array.type)
    value = call["val"] if kind_of(call["val"].type) else as_array(visit, call["val"], call.node)
    diagonal = visit.call_helper("npDiag", array.js)
    return Value(NONE, visit.call_helper("npSetItem", diagonal, value.js, js.Literal("...")))


@row(
    "numpy.isclose(a: array, b: array, rtol: float = 1e-05, atol: float = 1e-08)",
    "numpy.allclose(a: array, b: array, rtol: float = 1e-05, atol: float = 1e-08)",
)
def _isclose(visit: Visit, call: Call) -> Value:
    left, right = as_array(visit, call["a"], call.node), as_array(visit, call["b"], call.node)
    rtol, atol = call.get("rtol"), call.get("atol")
    more = [] if rtol is None and atol is None else [js.Literal(1e-5) if rtol is None else number(plain_number(rtol))]
    more += [] if atol is None else [number(plain_number(atol))]
    written = visit.call_helper("npIsclose", left.js, right.js, *more)
    if call.row.name == "isclose":
        return Value(paired(left.type, right.type, _bool), written)
    return Value(BOOL, js.call("Boolean", js.call("Number", visit.call_helper("npAll", written))))


@row("numpy.where(condition: array, x: array | None = None, y: array | None = None, /)")
def _where(visit: Visit, call: Call) -> Value:
    test = as_array(visit, call["condition"], call.node)
    if "x" not in call.arguments:
        held = _places(Given("bool", only_array(visit, call, test).rank, {}))
        return Value(held, visit.call_helper("npNonzero", test.js), fresh=True)
    if "y" not in call.arguments:
        raise visit.error("BML102", call.node, "numpy.where takes a condition, or a condition and two values")
    yes, no = beside(visit, call["x"], call["y"], call.node)
    held = paired(yes.type, no.type, promoted)
    if len(kinds_of(held)) > 1:
        raise wrong(visit, call, f"numpy.where gives one kind in scripts, received {visit.described(held)}")
    (kind,) = kinds_of(held)
    rank = max(rank_of_atom(atom) for atom in held | test.type)  # type: ignore[arg-type]
    if rank == 0:
        message = "numpy.where in scripts takes arrays, received numbers only"
        raise wrong(visit, call, message, "write x if condition else y")
    return Value(numpy_type(kind, rank), visit.call_helper("npWhere", test.js, yes.js, no.js, js.Literal(kind)))


# One value of many

_SUMS = "a: array, axis: axes = None, dtype: dtype = None, *, keepdims: flag = False"
_MOST = "a: array, axis: axes = None, *, keepdims: flag = False"
_SPREAD = "a: array, axis: axes = None, *, ddof: int = 0, keepdims: flag = False"
_PLACE = "a: array, axis: axis = None, *, keepdims: flag = False"
numpy_rows(
    {
        f"numpy|ndarray.sum({_SUMS})": ("npSum(a, axis, keepdims, dtype)", reduced(summed)),
        f"numpy|ndarray.prod({_SUMS})": ("npProd(a, axis, keepdims, dtype)", reduced(summed)),
        f"numpy|ndarray.mean({_SUMS})": ("npMean(a, axis, keepdims, dtype)", reduced(floating)),
        f"numpy|ndarray.std({_SPREAD})": ("npFloats(npVar(a, axis, ddof, keepdims), Math.sqrt)", reduced(floating)),
        f"numpy|ndarray.var({_SPREAD})": ("npVar(a, axis, ddof, keepdims)", reduced(floating)),
        f"numpy|ndarray.max({_MOST})": ("npMax(a, axis, keepdims)", reduced()),
        f"numpy|ndarray.min({_MOST})": ("npMin(a, axis, keepdims)", reduced()),
        f"numpy.amax({_MOST})": ("npMax(a, axis, keepdims)", reduced()),
        f"numpy.amin({_MOST})": ("npMin(a, axis, keepdims)", reduced()),
        f"numpy|ndarray.any({_MOST})": ("npAny(a, axis, keepdims)", reduced("bool")),
        f"numpy|ndarray.all({_MOST})": ("npAll(a, axis, keepdims)", reduced("bool")),
        f"numpy|ndarray.argmax({_PLACE})": ("npArgmax(a, axis, keepdims)", reduced("int64")),
        f"numpy|ndarray.argmin({_PLACE})": ("npArgmin(a, axis, keepdims)", reduced("int64")),
        f"numpy.median({_MOST})": ("npMedian(a, axis, keepdims)", reduced(floating)),
        "numpy.array_equal(a1: array, a2: array)": ("npArrayEqual(a1, a2)", lambda _: BOOL),
    }
)
_SHARE = "axis: axes = None, *, keepdims: flag = False"
numpy_rows(
    {
        f"numpy.percentile(a: ndarray, q: float, {_SHARE})": (
            "npQuantile(a, q, axis, keepdims, 100)",
            reduced(floating),
        ),
        f"numpy.quantile(a: ndarray, q: share, {_SHARE})": ("npQuantile(a, q, axis, keepdims)", reduced(floating)),
    },
    "bool",
)


@row("numpy.average(a: array, axis: int | None = None, weights: array | None = None)")
def _average(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    atom = only_array(visit, call, array)
    axis, axes = axis_of(visit, call, call.get("axis"))
    left = 0 if axes is None else atom.rank - axes
    along = [] if axes is None else [axis]
    weights = call.some("weights")
    if weights is None:
        return Value(numpy_type(floating(atom.kind), left), visit.call_helper("npMean", array.js, *along))
    given = as_array(visit, weights, call.node)
    by = only_array(visit, call, given)
    if by.rank != atom.rank:
        message = "numpy.average in scripts takes weights of the shape of the values"
        raise wrong(visit, call, message, "broadcast them: weights[:, None] * np.ones(…)")
    kind = promoted(floating(atom.kind), floating(by.kind))
    return Value(numpy_type(kind, left), visit.call_helper("npAverage", array.js, given.js, *along))


def total_of(visit: Visit, walk: js.Expression, item: Type, start: Value | None, node: ast.AST) -> Value:
    """`sum(values)` of values that may be NumPy's: of none it is the start, or 0."""
    begun = start if start is not None else Value(INT, js.Literal(0), constant=0)
    site = ("total", node, visit.here)
    held = visit.sums.get(site, begun.type)
    names = js.name("total"), js.name("value")
    with visit.filling():
        added = operated(visit, "+", Value(held, names[0]), Value(item, names[1]), node)
    met = visit.cells.meet(held, added.type, site)
    if met != held:
        visit.sums[site], visit.cells.grew = met, True
    rule = js.Arrow(names, added.js)
    return Value(met, js.call(js.Member(js.Array((js.Spread(walk),)), "reduce"), rule, begun.js))


# Orders, places and counts


def _places(given: Given) -> Type:
    """The places along each axis."""
    return frozenset({Tuple((numpy_type("int64", 1),) * given.rank)})


numpy_rows(
    {
        "numpy.sort(a: ndarray, axis: axis = -1)": ("npSort(a, axis)", flattened()),
        "numpy|ndarray.argsort(a: ndarray, axis: axis = -1, kind: str | None = None)": (
            "npArgsort(a, axis)",
            flattened("int64"),
        ),
        "numpy|ndarray.cumsum(a: ndarray, axis: axis = None)": ("npCumsum(a, axis)", flattened(summed)),
        "numpy|ndarray.cumprod(a: ndarray, axis: axis = None)": ("npCumprod(a, axis)", flattened(summed)),
        "numpy.diff(a: ndarray, *, axis: int = -1)": ("npDiff(a, axis)", same),
        "numpy|ndarray.nonzero(a: ndarray)": ("npNonzero(a)", _places),
        "numpy.flatnonzero(a: ndarray)": ("npNonzero(npRavel(a))[0]", lambda _: numpy_type("int64", 1)),
    }
)
numpy_rows(
    {"numpy.bincount(x: ndarray, /, *, minlength: int = 0)": ("npBincount(x, minlength)", of_kind("int64"))},
    "float32 float64",
)


@row("ndarray.sort(axis: int = -1)")
def _sort_in_place(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    only_array(visit, call, array)
    visit.module.change_arrays(array.type)
    axis = call.get("axis")
    whole = visit.call_helper("npSort", array.js, *([] if axis is None else [number(axis)]))
    return Value(NONE, visit.call_helper("npSetItem", array.js, whole, js.Literal("...")))


@row("numpy.unique(ar: array, *, return_counts: flag = False)")
def _unique(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    held = numpy_type(only_array(visit, call, array).kind, 1)
    _, counts = argument_of(visit, call, call.row.parameters[1])
    both = visit.call_helper("npUnique", array.js)
    if not counts:
        return Value(held, js.Index(both, js.Literal(0)))
    return Value(frozenset({Tuple((held, numpy_type("int64", 1)))}), both, fresh=True)


@row("numpy.searchsorted(a: array, v: array, side: str = 'left')")
def _searchsorted(visit: Visit, call: Call) -> Value:
    array, values = as_array(visit, call["a"], call.node), as_array(visit, call["v"], call.node)
    only_array(visit, call, array)
    side = call.get("side")
    if side is not None and side.constant not in ("left", "right"):
        raise wrong(visit, call, "expected side to be 'left' or 'right', written out")
    right = [js.Literal(True)] if side is not None and side.constant == "right" else []
    held: Type = frozenset().union(*(numpy_type("int64", rank_of_atom(atom)) for atom in values.type))  # type: ignore[arg-type]
    return Value(held, visit.call_helper("npSearchsorted", array.js, values.js, *right))
