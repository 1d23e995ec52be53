"""NumPy's functions that make one value of many, of all items or along axes."""

from __future__ import annotations

import ast

from bmlc.emit import js
from bmlc.scripts.arrays import as_array, is_float, numpy_type, operated
from bmlc.scripts.fitting import number
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.numpy_names import dtype_of
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.numpy_functions import subject
from bmlc.scripts.rows.table import row
from bmlc.scripts.types import INT, NONE, Array, ArrayKind, NumpyScalar, Tuple, Type, atom_of
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = ["axis_of", "total_of"]

_HELPERS = {
    "sum": "npSum",
    "prod": "npProd",
    "mean": "npMean",
    "std": "npStd",
    "var": "npVar",
    "max": "npMax",
    "amax": "npMax",
    "min": "npMin",
    "amin": "npMin",
    "any": "npAny",
    "all": "npAll",
    "argmax": "npArgmax",
    "argmin": "npArgmin",
    "median": "npMedian",
}


def _kind(name: str, kind: ArrayKind) -> ArrayKind:
    if name in ("mean", "std", "var", "median"):
        return kind if is_float(kind) else "float64"
    if name in ("any", "all"):
        return "bool"
    if name.startswith("arg"):
        return "int64"
    if name in ("sum", "prod", "cumsum", "cumprod") and not is_float(kind):
        return "uint64" if kind in ("uint8", "uint64") else "int64"
    return kind


def axis_of(visit: Visit, call: Call, value: Value | None) -> tuple[js.Expression, int | None]:
    """The argument `axis`, and how many axes it stands for; None for all."""
    if value is None or value.type == NONE:
        return js.Literal(None), None
    if kind_of(value.type) == "int":
        return number(value), 1
    known = atom_of(Tuple, value.type)
    if known is not None and len(value.type) == 1:
        return value.js, len(known.items)
    what = visit.described(value.type)
    message = f"expected an int, None or a tuple of ints as the axis, received {what}"
    raise visit.error("BML204", call.node, message, "arrays of scripts have a number of axes that is known")


def _keeps(visit: Visit, call: Call) -> bool:
    keep = call.get("keepdims")
    if keep is not None and not isinstance(keep.constant, bool):
        raise visit.error("BML204", call.node, "expected keepdims to be True or False, written out")
    return keep is not None and bool(keep.constant)


def _reduced(visit: Visit, call: Call, array: Value, axes: int | None, keeps: bool) -> Type:
    found: Type = frozenset()
    for atom in array.type:
        assert isinstance(atom, Array | NumpyScalar)
        rank = atom.rank if isinstance(atom, Array) else 0
        if axes is not None and axes > rank:
            raise visit.error("BML204", call.node, f"{call.row.full_name} of a value without axes takes no axis")
        left = rank if keeps else 0 if axes is None else rank - axes
        found |= numpy_type(_kind(call.row.name, atom.kind), left)
    return found


_PLAIN = ("max", "amax", "min", "amin", "any", "all")


@row(
    *(f"numpy.{name}(a: array, axis: object = None, *, keepdims: bool = False)" for name in _PLAIN),
    *(
        f"ndarray.{name}(axis: object = None, *, keepdims: bool = False)"
        for name in _PLAIN
        if not name.startswith("am")
    ),
    *(f"numpy.{name}(a: array, axis: int | None = None, *, keepdims: bool = False)" for name in ("argmax", "argmin")),
    *(f"ndarray.{name}(axis: int | None = None, *, keepdims: bool = False)" for name in ("argmax", "argmin")),
    *(
        f"numpy.{name}(a: array, axis: object = None, dtype: object = None, *, keepdims: bool = False)"
        for name in ("sum", "prod", "mean")
    ),
    *(
        f"ndarray.{name}(axis: object = None, dtype: object = None, *, keepdims: bool = False)"
        for name in ("sum", "prod", "mean")
    ),
    "numpy.median(a: array, axis: object = None, *, keepdims: bool = False)",
)
def _reduction(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    kind = dtype_of(visit, call.node, call.get("dtype"))
    if kind is not None:
        array = as_array(visit, array, call.node, kind)
    axis, axes = axis_of(visit, call, call.get("axis"))
    keeps = _keeps(visit, call)
    held = _reduced(visit, call, array, axes, keeps)
    more: list[js.Expression] = [js.Literal(True)] if keeps else []
    written = [axis, *more] if axes is not None or keeps else []
    return Value(held, visit.call_helper(_HELPERS[call.row.name], array.js, *written))


@row(
    "numpy.std(a: array, axis: object = None, *, ddof: int = 0, keepdims: bool = False)",
    "numpy.var(a: array, axis: object = None, *, ddof: int = 0, keepdims: bool = False)",
    "ndarray.std(axis: object = None, *, ddof: int = 0, keepdims: bool = False)",
    "ndarray.var(axis: object = None, *, ddof: int = 0, keepdims: bool = False)",
)
def _spread(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    axis, axes = axis_of(visit, call, call.get("axis"))
    keeps, ddof = _keeps(visit, call), call.get("ddof")
    held = _reduced(visit, call, array, axes, keeps)
    written = [axis, js.Literal(0) if ddof is None else number(ddof), js.Literal(keeps)]
    if not keeps:
        written.pop()
        if ddof is None:
            written.pop()
            if axes is None:
                written.pop()
    return Value(held, visit.call_helper(_HELPERS[call.row.name], array.js, *written))


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
