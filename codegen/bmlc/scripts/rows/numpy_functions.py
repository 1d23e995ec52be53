"""NumPy's functions that compute item by item."""

from __future__ import annotations

from bmlc.emit import js
from bmlc.scripts.arrays import as_array, as_kind, compared, is_float, numpy_type, promoted, rank_of_atom
from bmlc.scripts.fitting import number, plain_number
from bmlc.scripts.numpy_names import dtype_of
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.table import row
from bmlc.scripts.types import NONE, Array, ArrayKind, NumpyScalar, Type
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = ["each_kind", "subject"]

_OF_FLOATS = {
    "sqrt": "npSqrt",
    "exp": "npExp",
    "exp2": "npExp2",
    "expm1": "npExpm1",
    "log": "npLog",
    "log2": "npLog2",
    "log10": "npLog10",
    "log1p": "npLog1p",
    "sin": "npSin",
    "cos": "npCos",
    "tan": "npTan",
    "arcsin": "npArcsin",
    "arccos": "npArccos",
    "arctan": "npArctan",
    "sinh": "npSinh",
    "cosh": "npCosh",
    "tanh": "npTanh",
    "cbrt": "npCbrt",
    "deg2rad": "npDeg2rad",
    "radians": "npDeg2rad",
    "rad2deg": "npRad2deg",
    "degrees": "npRad2deg",
    "rint": "npRint",
}
_OF_NUMBERS = {
    "negative": "npNegative",
    "abs": "npAbsolute",
    "absolute": "npAbsolute",
    "fabs": "npAbsolute",
    "sign": "npSign",
    "square": "npSquare",
    "floor": "npFloor",
    "ceil": "npCeil",
    "trunc": "npTrunc",
}
_ASKED = {"isnan": "npIsnan", "isinf": "npIsinf", "isfinite": "npIsfinite", "logical_not": "npLogicalNot"}
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
}
_COMPARED = {
    "equal": "==",
    "not_equal": "!=",
    "less": "<",
    "less_equal": "<=",
    "greater": ">",
    "greater_equal": ">=",
}


def subject(visit: Visit, call: Call, name: str | None = None) -> Value:
    """The array that a function or a method is about."""
    if call.owner is not None:
        return call.owner
    return as_array(visit, call[name or call.row.parameters[0].name], call.node)


def each_kind(held: Type, change: object) -> Type:
    """The type with the kind of each array changed."""
    found: Type = frozenset()
    for atom in held:
        assert isinstance(atom, Array | NumpyScalar)
        found |= numpy_type(change(atom.kind), rank_of_atom(atom))  # type: ignore[operator]
    return found


@row(*(f"numpy.{name}(x: array, /)" for name in _OF_FLOATS))
def _of_floats(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    kinds = {atom.kind for atom in array.type if isinstance(atom, Array | NumpyScalar)}
    if kinds & {"uint8", "bool"}:
        message = f"{call.row.full_name} gives float16 for {' and '.join(sorted(kinds))}, which scripts do not have"
        raise visit.error("BML204", call.node, message, "write x.astype(np.float32)")
    held = each_kind(array.type, lambda kind: "float32" if kind == "float32" else "float64")
    return Value(held, visit.call_helper(_OF_FLOATS[call.row.name], array.js))


@row(*(f"numpy.{name}(x: array, /)" for name in _OF_NUMBERS))
def _of_numbers(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    kinds = {atom.kind for atom in array.type if isinstance(atom, Array | NumpyScalar)}
    if "bool" in kinds:
        raise visit.error(
            "BML204", call.node, f"{call.row.full_name} in scripts does not take bools", "use .astype(int)"
        )
    if call.row.name == "fabs" and not all(map(is_float, kinds)):
        array = as_kind(visit, array, "float64")
    return Value(array.type, visit.call_helper(_OF_NUMBERS[call.row.name], array.js))


@row(*(f"numpy.{name}(x: array, /)" for name in _ASKED))
def _asked(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    return Value(each_kind(array.type, lambda _: "bool"), visit.call_helper(_ASKED[call.row.name], array.js))


@row(*(f"numpy.{name}(x1: array, x2: array, /)" for name in (*_OF_TWO, *_COMPARED)))
def _of_two(visit: Visit, call: Call) -> Value:
    from bmlc.scripts.arrays import has_numpy, operated

    left, right = call["x1"], call["x2"]
    if not has_numpy(left.type) and not has_numpy(right.type):
        left, right = as_array(visit, left, call.node), as_array(visit, right, call.node)
    if call.row.name in _COMPARED:
        return compared(visit, _COMPARED[call.row.name], left, right, call.node)
    return operated(visit, _OF_TWO[call.row.name], left, right, call.node)


_OF_TWO_MORE = {
    "minimum": "npMinimum",
    "maximum": "npMaximum",
    "logical_and": "npLogicalAnd",
    "logical_or": "npLogicalOr",
    "logical_xor": "npLogicalXor",
    "arctan2": "npArctan2",
    "hypot": "npHypot",
}


@row(*(f"numpy.{name}(x1: array, x2: array, /)" for name in _OF_TWO_MORE))
def _of_two_more(visit: Visit, call: Call) -> Value:
    left, right = beside(visit, call, call["x1"], call["x2"])
    name = call.row.name

    def kind(one: ArrayKind, other: ArrayKind) -> ArrayKind:
        if name.startswith("logical"):
            return "bool"
        both = promoted(one, other)
        return both if name.endswith("imum") or both == "float32" else "float64"

    return Value(pairs(left.type, right.type, kind), visit.call_helper(_OF_TWO_MORE[name], left.js, right.js))


def beside(visit: Visit, call: Call, left: Value, right: Value) -> tuple[Value, Value]:
    """Two operands as arrays; a number of Python's takes the kind of the other one where it fits."""
    one, other = as_array(visit, left, call.node), as_array(visit, right, call.node)
    return _adapted(visit, left, one, other), _adapted(visit, right, other, one)


def _adapted(visit: Visit, given: Value, array: Value, other: Value) -> Value:
    from bmlc.scripts.arrays import has_numpy
    from bmlc.scripts.kinds import kind_of

    if has_numpy(given.type) or kind_of(given.type) not in ("int", "float"):
        return array
    kinds = {atom.kind for atom in other.type if isinstance(atom, Array | NumpyScalar)}
    if len(kinds) != 1:
        return array
    (kind,) = kinds
    if kind == "bool" or (kind_of(given.type) == "float" and not is_float(kind)):
        return array
    return Value(numpy_type(kind, 0), visit.call_helper("npScalar", plain_number(given).js, js.Literal(kind)))


def pairs(left: Type, right: Type, kind: object) -> Type:
    found: Type = frozenset()
    for one in left:
        for other in right:
            assert isinstance(one, Array | NumpyScalar)
            assert isinstance(other, Array | NumpyScalar)
            rank = max(rank_of_atom(one), rank_of_atom(other))
            found |= numpy_type(kind(one.kind, other.kind), rank)  # type: ignore[operator]
    return found


@row(
    "numpy.clip(a: array, a_min: array | None = None, a_max: array | None = None)",
    "ndarray.clip(min: array | None = None, max: array | None = None)",
)
def _clip(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    low, high = ("a_min", "a_max") if call.owner is None else ("min", "max")
    for name, helper in ((low, "npMaximum"), (high, "npMinimum")):
        bound = call.get(name)
        if bound is None or bound.type == NONE:
            continue
        one, other = beside(visit, call, array, bound)
        # The bound stands first: of two that are equal NumPy's clip gives the value, and its maximum the second.
        array = Value(pairs(one.type, other.type, promoted), visit.call_helper(helper, other.js, one.js))
    return array


@row(
    "numpy.round(a: array, decimals: int = 0)",
    "numpy.around(a: array, decimals: int = 0)",
    "ndarray.round(decimals: int = 0)",
)
def _round(visit: Visit, call: Call) -> Value:
    array, digits = subject(visit, call), call.get("decimals")
    if any(getattr(atom, "kind", "") == "bool" for atom in array.type):
        raise visit.error("BML204", call.node, "round in scripts does not take arrays of bools", "use .astype(int)")
    more = [] if digits is None else [number(digits)]
    return Value(array.type, visit.call_helper("npRound", array.js, *more))


@row(
    "numpy.isclose(a: array, b: array, rtol: float = 1e-05, atol: float = 1e-08)",
    "numpy.allclose(a: array, b: array, rtol: float = 1e-05, atol: float = 1e-08)",
)
def _isclose(visit: Visit, call: Call) -> Value:
    from bmlc.scripts.types import BOOL

    left, right = as_array(visit, call["a"], call.node), as_array(visit, call["b"], call.node)
    more = []
    for name, default in (("rtol", 1e-5), ("atol", 1e-8)):
        value = call.get(name)
        more.append(js.Literal(default) if value is None else number(plain_number(value)))
    if "atol" not in call.arguments:
        more.pop()
        if "rtol" not in call.arguments:
            more.pop()
    close = Value(
        pairs(left.type, right.type, lambda *_: "bool"), visit.call_helper("npIsclose", left.js, right.js, *more)
    )
    if call.row.name == "isclose":
        return close
    whole = js.call("Number", visit.call_helper("npAll", close.js))
    return Value(BOOL, js.call("Boolean", whole))


@row("ndarray.astype(dtype: object)")
def _astype(visit: Visit, call: Call) -> Value:
    kind = dtype_of(visit, call.node, call["dtype"])
    assert kind is not None
    assert call.owner is not None
    held = each_kind(call.owner.type, lambda _: kind)
    return Value(held, visit.call_helper("npAstype", call.owner.js, js.Literal(kind)))
