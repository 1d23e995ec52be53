"""NumPy's functions that order, look for and count."""

from __future__ import annotations

from bmlc.emit import js
from bmlc.scripts.arrays import as_array, is_float, numpy_type, operated, promoted, rank_of_atom
from bmlc.scripts.fitting import number, plain_number
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.numpy_functions import beside, pairs, subject
from bmlc.scripts.rows.numpy_reductions import axis_of
from bmlc.scripts.rows.numpy_shapes import only_array
from bmlc.scripts.rows.table import row
from bmlc.scripts.types import NONE, Array, NumpyScalar, Tuple, Type
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__: list[str] = []


@row(
    "numpy.sort(a: array, axis: int | None = -1)",
    "numpy.argsort(a: array, axis: int | None = -1, kind: str | None = None)",
    "ndarray.argsort(axis: int | None = -1, kind: str | None = None)",
    "numpy.cumsum(a: array, axis: int | None = None)",
    "numpy.cumprod(a: array, axis: int | None = None)",
    "ndarray.cumsum(axis: int | None = None)",
    "ndarray.cumprod(axis: int | None = None)",
)
def _along(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    atom = only_array(visit, call, array)
    name = call.row.name
    axis, axes = axis_of(visit, call, call.get("axis"))
    is_given = "axis" in call.arguments
    is_flat = axes is None and (is_given or name.startswith("cum"))
    kind = atom.kind
    if name.startswith("cum") and not is_float(kind):
        kind = "uint64" if kind in ("uint8", "uint64") else "int64"
    if name == "argsort":
        kind = "int64"
    helper = {"sort": "npSort", "argsort": "npArgsort", "cumsum": "npCumsum", "cumprod": "npCumprod"}[name]
    held = numpy_type(kind, 1 if is_flat else atom.rank)
    return Value(held, visit.call_helper(helper, array.js, *([axis] if is_given else [])))


@row("ndarray.sort(axis: int = -1)")
def _sort_in_place(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    only_array(visit, call, array)
    axis = call.get("axis")
    whole = visit.call_helper("npSort", array.js, *([] if axis is None else [number(axis)]))
    return Value(NONE, visit.call_helper("npSetItem", array.js, whole, js.Literal("...")))


@row("numpy.nonzero(a: array)", "ndarray.nonzero()")
def _nonzero(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    atom = only_array(visit, call, array)
    held = frozenset({Tuple((numpy_type("int64", 1),) * atom.rank)})
    return Value(held, visit.call_helper("npNonzero", array.js), fresh=True)


@row("numpy.flatnonzero(a: array)")
def _flatnonzero(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    only_array(visit, call, array)
    flat = visit.call_helper("npReshape", array.js, js.Literal(-1))
    return Value(numpy_type("int64", 1), js.Index(visit.call_helper("npNonzero", flat), js.Literal(0)))


@row("numpy.where(condition: array, x: array | None = None, y: array | None = None)")
def _where(visit: Visit, call: Call) -> Value:
    test = as_array(visit, call["condition"], call.node)
    if "x" not in call.arguments:
        atom = only_array(visit, call, test)
        held = frozenset({Tuple((numpy_type("int64", 1),) * atom.rank)})
        return Value(held, visit.call_helper("npNonzero", test.js), fresh=True)
    if "y" not in call.arguments:
        raise visit.error("BML102", call.node, "numpy.where takes a condition, or a condition and two values")
    yes, no = beside(visit, call, call["x"], call["y"])
    both = pairs(yes.type, no.type, promoted)
    kinds = {atom.kind for atom in both if isinstance(atom, Array | NumpyScalar)}
    if len(kinds) > 1:
        raise visit.error(
            "BML204", call.node, f"numpy.where gives one kind in scripts, received {visit.described(both)}"
        )
    (kind,) = kinds
    rank = max(rank_of_atom(atom) for atom in both | test.type if isinstance(atom, Array | NumpyScalar))
    written = visit.call_helper("npWhere", test.js, yes.js, no.js, js.Literal(kind))
    if rank == 0:
        message = "numpy.where in scripts takes arrays, received numbers only"
        raise visit.error("BML204", call.node, message, "write x if condition else y")
    return Value(numpy_type(kind, rank), written)


@row("numpy.unique(ar: array, *, return_counts: bool = False)")
def _unique(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    atom = only_array(visit, call, array)
    held = numpy_type(atom.kind, 1)
    counts = call.get("return_counts")
    if counts is None or counts.constant is False:
        return Value(held, visit.call_helper("npUnique", array.js))
    if counts.constant is not True:
        raise visit.error("BML204", call.node, "expected return_counts to be True or False, written out")
    both = frozenset({Tuple((held, numpy_type("int64", 1)))})
    return Value(both, visit.call_helper("npUniqueCounts", array.js), fresh=True)


@row("numpy.searchsorted(a: array, v: array, side: str = 'left')")
def _searchsorted(visit: Visit, call: Call) -> Value:
    array, values = as_array(visit, call["a"], call.node), as_array(visit, call["v"], call.node)
    only_array(visit, call, array)
    side = call.get("side")
    if side is not None and side.constant not in ("left", "right"):
        raise visit.error("BML204", call.node, "expected side to be 'left' or 'right', written out")
    right = [js.Literal(True)] if side is not None and side.constant == "right" else []
    held: Type = frozenset()
    for atom in values.type:
        assert isinstance(atom, Array | NumpyScalar)
        held |= numpy_type("int64", rank_of_atom(atom))
    return Value(held, visit.call_helper("npSearchsorted", array.js, values.js, *right))


@row("numpy.bincount(x: array, *, minlength: int = 0)")
def _bincount(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    atom = only_array(visit, call, array)
    if is_float(atom.kind) or atom.rank != 1:
        what = visit.described(array.type)
        raise visit.error("BML204", call.node, f"numpy.bincount takes ints along one axis, received {what}")
    least = call.get("minlength")
    written = visit.call_helper("npBincount", array.js, *([] if least is None else [number(least)]))
    return Value(numpy_type("int64", 1), written)


@row("numpy.diff(a: array, *, axis: int = -1)")
def _diff(visit: Visit, call: Call) -> Value:
    array, axis = subject(visit, call), call.get("axis")
    only_array(visit, call, array)
    return Value(array.type, visit.call_helper("npDiff", array.js, *([] if axis is None else [number(axis)])))


@row(
    "numpy.percentile(a: array, q: float, axis: object = None, *, keepdims: bool = False)",
    "numpy.quantile(a: array, q: float, axis: object = None, *, keepdims: bool = False)",
)
def _percentile(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    atom = only_array(visit, call, array)
    if atom.kind == "bool":
        raise visit.error(
            "BML204", call.node, f"{call.row.full_name} takes numbers, received bools", "use .astype(int)"
        )
    axis, axes = axis_of(visit, call, call.get("axis"))
    keep = call.get("keepdims")
    keeps = keep is not None and keep.constant is True
    rank = atom.rank if keeps else 0 if axes is None else atom.rank - axes
    q = number(plain_number(call["q"]))
    if call.row.name == "quantile":
        q = js.Binary("*", q, js.Literal(100))
    more = [axis, js.Literal(keeps)] if keeps else [axis] if axes is not None else []
    held = numpy_type("float32" if atom.kind == "float32" else "float64", rank)
    return Value(held, visit.call_helper("npPercentile", array.js, q, *more))


@row("numpy.average(a: array, axis: int | None = None, weights: array | None = None)")
def _average(visit: Visit, call: Call) -> Value:
    array = visit.named(subject(visit, call), "values")
    atom = only_array(visit, call, array)
    axis, axes = axis_of(visit, call, call.get("axis"))
    along = [] if axes is None else [axis]
    kind = atom.kind if is_float(atom.kind) else "float64"
    weights = call.get("weights")
    if weights is None or weights.type == NONE:
        held = numpy_type(kind, 0 if axes is None else atom.rank - axes)
        return Value(held, visit.call_helper("npMean", array.js, *along))
    given = as_array(visit, weights, call.node)
    by = only_array(visit, call, given)
    if by.rank != atom.rank:
        message = "numpy.average in scripts takes weights of the shape of the values"
        raise visit.error("BML204", call.node, message, "broadcast them: weights[:, None] * np.ones(…)")
    whole = visit.named(given, "weights")
    product = operated(visit, "*", array, whole, call.node)
    sums = [Value(_summed(each.type, axes), visit.call_helper("npSum", each.js, *along)) for each in (product, whole)]
    return operated(visit, "/", sums[0], sums[1], call.node)


def _summed(held: Type, axes: int | None) -> Type:
    found: Type = frozenset()
    for atom in held:
        assert isinstance(atom, Array | NumpyScalar)
        kind = atom.kind if is_float(atom.kind) else "int64"
        found |= numpy_type(kind, 0 if axes is None else rank_of_atom(atom) - axes)
    return found
