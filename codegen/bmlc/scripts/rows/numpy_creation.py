"""NumPy's functions that make arrays."""

from __future__ import annotations

from bmlc.emit import js
from bmlc.scripts.arrays.arrays import KINDS, array_of, as_array, as_kind, is_float, numpy_type, of_python
from bmlc.scripts.arrays.names import dtype_of
from bmlc.scripts.fitting import number, plain_number
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.numpy_table import only_array, shape_argument
from bmlc.scripts.rows.table import row
from bmlc.scripts.types import BOOL, INT, ArrayKind, NumpyScalar, atom_of
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__: list[str] = []


@row(
    "numpy.array(object: array, dtype: object = None, *, copy: bool = True)",
    "numpy.asarray(a: array, dtype: object = None)",
)
def _array(visit: Visit, call: Call) -> Value:
    value = call[call.row.parameters[0].name]
    kind = dtype_of(visit, call.node, call.get("dtype"))
    array = as_array(visit, value, call.node, kind)
    if any(isinstance(atom, NumpyScalar) for atom in array.type):
        what = visit.described(value.type)
        message = f"{call.row.full_name} takes lists or arrays, received {what}"
        raise visit.error("BML204", call.node, message, "a number by itself is np.float64(x); an array of one is [x]")
    if array.js is value.js and call.row.name == "array":
        atom = array_of(array.type)
        assert atom is not None
        return Value(array.type, visit.call_helper("npArray", array.js, js.Literal(kind or atom.kind)))
    return array


@row(
    "numpy.zeros(shape: object, dtype: object = None)",
    "numpy.ones(shape: object, dtype: object = None)",
    "numpy.empty(shape: object, dtype: object = None)",
    "numpy.full(shape: object, fill_value: array, dtype: object = None)",
)
def _full(visit: Visit, call: Call) -> Value:
    shape, rank = shape_argument(visit, call, call["shape"])
    fill = call.get("fill_value")
    natural = _kind_of_number(visit, call, fill) if fill is not None else "float64"
    kind = dtype_of(visit, call.node, call.get("dtype"), natural)
    assert kind is not None
    written = js.Literal(1 if call.row.name == "ones" else 0) if fill is None else plain_number(fill).js
    return Value(numpy_type(kind, rank), visit.call_helper("npFull", shape, written, js.Literal(kind)))


def _kind_of_number(visit: Visit, call: Call, value: Value) -> ArrayKind:
    if value.type == BOOL:
        return "bool"
    scalar = atom_of(NumpyScalar, value.type)
    if scalar is not None and len(value.type) == 1:
        return scalar.kind
    if kind_of(value.type) is None:
        raise visit.error(
            "BML204", call.node, f"expected a number to fill with, received {visit.described(value.type)}"
        )
    return "int64" if value.type == INT else "float64"


@row(
    "numpy.zeros_like(a: array, dtype: object = None)",
    "numpy.ones_like(a: array, dtype: object = None)",
    "numpy.empty_like(prototype: array, /, dtype: object = None)",
    "numpy.full_like(a: array, fill_value: array, dtype: object = None)",
)
def _full_like(visit: Visit, call: Call) -> Value:
    like = as_array(visit, call[call.row.parameters[0].name], call.node)
    atom = only_array(visit, call, like)
    kind = dtype_of(visit, call.node, call.get("dtype"), atom.kind)
    assert kind is not None
    fill = call.get("fill_value")
    written = js.Literal(int(call.row.name == "ones_like")) if fill is None else plain_number(of_python(fill)).js
    shape = js.Member(like.js, "shape")
    return Value(numpy_type(kind, atom.rank), visit.call_helper("npFull", shape, written, js.Literal(kind)))


@row(
    "numpy.eye(N: int, M: int | None = None, k: int = 0, dtype: object = None)",
    "numpy.identity(n: int, dtype: object = None)",
)
def _eye(visit: Visit, call: Call) -> Value:
    kind = dtype_of(visit, call.node, call.get("dtype"), "float64")
    assert kind is not None
    size, columns, k = call.get("N") or call["n"], call.get("M"), call.get("k")
    written = [
        number(size),
        js.Literal(None) if columns is None or columns.type != INT else columns.js,
        js.Literal(0) if k is None else number(k),
    ]
    return Value(numpy_type(kind, 2), visit.call_helper("npEye", *written, js.Literal(kind)))


@row("numpy.arange(*args: float, dtype: object = None)")
def _arange(visit: Visit, call: Call) -> Value:
    if not 1 <= len(call.gathered) <= 3 or call.starred:
        raise visit.error("BML102", call.node, "numpy.arange takes a stop; or a start, a stop and a step")
    for value in call.gathered:
        if kind_of(value.type) in ("either", "unknown"):
            raise visit.error(
                "BML204", call.node, "numpy.arange takes numbers of which it is known whether they are ints"
            )
    natural: ArrayKind = "int64" if all(kind_of(value.type) == "int" for value in call.gathered) else "float64"
    kind = dtype_of(visit, call.node, call.get("dtype"), natural)
    assert kind is not None
    if is_float(natural) and not is_float(kind):
        raise visit.error("BML204", call.node, f"numpy.arange of floats makes no {kind}s in scripts", "use .astype")
    written = [number(value) for value in call.gathered]
    if len(written) == 1:
        written.insert(0, js.Literal(0))
    return Value(numpy_type(kind, 1), visit.call_helper("npArange", js.Literal(kind), *written))


@row("numpy.linspace(start: float, stop: float, num: int = 50, endpoint: bool = True, *, dtype: object = None)")
def _linspace(visit: Visit, call: Call) -> Value:
    count, endpoint = call.get("num"), call.get("endpoint")
    written = [number(plain_number(call["start"])), number(plain_number(call["stop"]))]
    written.append(js.Literal(50) if count is None else number(count))
    if endpoint is not None:
        written.append(endpoint.js)
    whole = Value(numpy_type("float64", 1), visit.call_helper("npLinspace", *written))
    kind = dtype_of(visit, call.node, call.get("dtype"))
    return whole if kind is None else as_kind(visit, whole, kind)


@row(*(f"numpy.{name}(value: array = 0, /)" for name in (*KINDS, "bool_", "int_")))
def _scalar(visit: Visit, call: Call) -> Value:
    from bmlc.scripts.arrays.names import kind_named

    kind = kind_named(call.row.full_name)
    assert kind is not None
    value = call.get("value")
    if value is None:
        return Value(numpy_type(kind, 0), visit.call_helper("npScalar", js.Literal(0), js.Literal(kind)))
    if kind_of(value.type) is not None:
        return Value(numpy_type(kind, 0), visit.call_helper("npScalar", plain_number(value).js, js.Literal(kind)))
    return as_kind(visit, as_array(visit, value, call.node), kind)
