"""NumPy's functions that make arrays."""

from __future__ import annotations

from bmlc.emit import js
from bmlc.scripts.arrays.arrays import KINDS, as_array, as_kind, is_float, numpy_type
from bmlc.scripts.arrays.names import dtype_of, kind_named
from bmlc.scripts.fitting import number, plain_number
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.numpy_table import numpy_rows, only_array, same, shaped, wrong
from bmlc.scripts.rows.table import row
from bmlc.scripts.types import ArrayKind, NumpyScalar
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__: list[str] = []


_FULL = "npFull(a.shape, fill_value, kind)"


numpy_rows(
    {
        "numpy.zeros(shape: shape, dtype: dtype = None)": ("npFull(shape, 0, kind)", shaped("shape")),
        "numpy.ones(shape: shape, dtype: dtype = None)": ("npFull(shape, 1, kind)", shaped("shape")),
        "numpy.empty(shape: shape, dtype: dtype = None)": ("npFull(shape, 0, kind)", shaped("shape")),
        "numpy.full(shape: shape, fill_value: number, dtype: dtype = None)": (
            "npFull(shape, fill_value, kind)",
            shaped("shape", "fill_value"),
        ),
        "numpy.zeros_like(a: ndarray, dtype: dtype = None)": ("npFull(a.shape, 0, kind)", same),
        "numpy.ones_like(a: ndarray, dtype: dtype = None)": ("npFull(a.shape, 1, kind)", same),
        "numpy.empty_like(prototype: ndarray, /, dtype: dtype = None)": ("npFull(prototype.shape, 0, kind)", same),
        "numpy.full_like(a: ndarray, fill_value: number, dtype: dtype = None)": (_FULL, same),
        "numpy.eye(N: int, M: int | None = None, k: int = 0, dtype: dtype = None)": (
            "npEye(N, M, k, kind)",
            lambda it: (it.of["dtype"] or "float64", 2),
        ),
        "numpy.identity(n: int, dtype: dtype = None)": (
            "npEye(n, None, 0, kind)",
            lambda it: (it.of["dtype"] or "float64", 2),
        ),
    }
)


@row(
    "numpy.array(object: array, dtype: object = None, *, copy: bool = True)",
    "numpy.asarray(a: array, dtype: object = None)",
)
def _array(visit: Visit, call: Call) -> Value:
    value = call[call.row.parameters[0].name]
    kind = dtype_of(visit, call.node, call.get("dtype"))
    array = as_array(visit, value, call.node, kind)
    if any(isinstance(atom, NumpyScalar) for atom in array.type):
        message = f"{call.row.full_name} takes lists or arrays, received {visit.described(value.type)}"
        raise wrong(visit, call, message, "a number by itself is np.float64(x); an array of one is [x]")
    if array.js is value.js and call.row.name == "array":
        written = js.Literal(kind or only_array(visit, call, array).kind)
        return Value(array.type, visit.call_helper("npArray", array.js, written))
    return array


@row("numpy.arange(*args: float, dtype: object = None)")
def _arange(visit: Visit, call: Call) -> Value:
    if not 1 <= len(call.gathered) <= 3 or call.starred:
        raise visit.error("BML102", call.node, "numpy.arange takes a stop; or a start, a stop and a step")
    kinds = {kind_of(value.type) for value in call.gathered}
    if kinds & {"either", "unknown"}:
        raise wrong(visit, call, "numpy.arange takes numbers of which it is known whether they are ints")
    natural: ArrayKind = "int64" if kinds == {"int"} else "float64"
    kind = dtype_of(visit, call.node, call.get("dtype"), natural)
    assert kind is not None
    if is_float(natural) and not is_float(kind):
        raise wrong(visit, call, f"numpy.arange of floats makes no {kind}s in scripts", "use .astype")
    written = [*[js.Literal(0)] * (len(call.gathered) == 1), *map(number, call.gathered)]
    return Value(numpy_type(kind, 1), visit.call_helper("npArange", js.Literal(kind), *written))


@row("numpy.linspace(start: float, stop: float, num: int = 50, endpoint: bool = True, *, dtype: object = None)")
def _linspace(visit: Visit, call: Call) -> Value:
    count, endpoint = call.get("num"), call.get("endpoint")
    written = [number(plain_number(call[name])) for name in ("start", "stop")]
    written += [
        js.Literal(50) if count is None else number(count),
        *[endpoint.js for endpoint in [endpoint] if endpoint],
    ]
    whole = Value(numpy_type("float64", 1), visit.call_helper("npLinspace", *written))
    kind = dtype_of(visit, call.node, call.get("dtype"))
    if kind is None:
        return whole
    if not is_float(kind) and kind != "bool":  # ints are below the items, not nearer to zero
        whole = whole.written(visit.call_helper("npEach", whole.js, js.Member(js.name("Math"), "floor")))
    return as_kind(visit, whole, kind)


@row(*(f"numpy.{name}(value: array = 0, /)" for name in (*KINDS, "bool_", "int_")))
def _scalar(visit: Visit, call: Call) -> Value:
    kind = kind_named(call.row.full_name)
    assert kind is not None
    value = call.get("value")
    if value is not None and kind_of(value.type) is None:
        return as_kind(visit, as_array(visit, value, call.node), kind)
    written = js.Literal(0) if value is None else plain_number(value).js
    return Value(numpy_type(kind, 0), visit.call_helper("npScalar", written, js.Literal(kind)))
