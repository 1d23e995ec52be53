"""NumPy's functions of several arrays, and those that give several."""

from __future__ import annotations

from collections.abc import Sequence

from bmlc.emit import js
from bmlc.scripts.arrays.arrays import array_of, as_array, numpy_type, of_python, promoted
from bmlc.scripts.fitting import holder_of, number
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.numpy_table import argument_of, only_array, subject
from bmlc.scripts.rows.table import row
from bmlc.scripts.types import Array, ArrayKind, NumpyScalar, Tuple, Type, atom_of
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__: list[str] = []


def _parts(visit: Visit, call: Call, value: Value) -> tuple[js.Expression, ArrayKind, int]:
    """A list or tuple of arrays as JavaScript's, the kind of what they make, and how many axes each has."""
    known = atom_of(Tuple, value.type)
    holder = holder_of(value.type, "list", "tuple")
    if value.items is not None or (known is not None and len(value.type) == 1):
        whole = value if value.items is not None else visit.named(value, "parts")
        items = value.items or tuple(
            Value(held, js.Index(whole.js, js.Literal(k)))
            for k, held in enumerate(known.items if known is not None else ())
        )
        arrays = [as_array(visit, item, call.node) for item in items]
        return _joined(visit, call, js.Array(tuple(array.js for array in arrays)), [array.type for array in arrays])
    if array_of(value.type) is not None:
        atom = only_array(visit, call, value)
        return js.Array((js.Spread(value.js),)), atom.kind, atom.rank - 1
    if holder is None or len(value.type) > 1:
        what = visit.described(value.type)
        raise visit.error("BML204", call.node, f"{call.row.full_name} takes a list of arrays, received {what}")
    item = Value(visit.cells.of(holder).item, js.name("item"))
    if not item.type:
        return value.js, "float64", 1
    array = as_array(visit, item, call.node)
    written = value.js
    if array.js is not item.js:
        written = js.call(js.Member(value.js, "map"), js.Arrow((js.name("item"),), array.js))
    return _joined(visit, call, written, [array.type])


def _joined(
    visit: Visit, call: Call, written: js.Expression, types: Sequence[Type]
) -> tuple[js.Expression, ArrayKind, int]:
    atoms = [atom for held in types for atom in held]
    arrays = [atom for atom in atoms if isinstance(atom, Array)]
    if len(arrays) < len(atoms) or len({atom.rank for atom in arrays}) > 1:
        what = " and ".join(dict.fromkeys(visit.described(held) for held in types))
        message = f"{call.row.full_name} takes arrays of one number of axes, received {what}"
        raise visit.error("BML204", call.node, message)
    kind = arrays[0].kind
    for atom in arrays[1:]:
        kind = promoted(kind, atom.kind)
    return written, kind, arrays[0].rank


@row("numpy.concatenate(arrays: object, /, axis: axis = 0)")
def _concatenate(visit: Visit, call: Call) -> Value:
    written, kind, rank = _parts(visit, call, call["arrays"])
    axis, axes = argument_of(visit, call, call.row.parameters[1])
    held = numpy_type(kind, 1 if axes is None else rank)
    return Value(held, visit.call_helper("npConcatenate", written, axis, js.Literal(kind)))


@row("numpy.stack(arrays: object, axis: axis = 0)")
def _stack(visit: Visit, call: Call) -> Value:
    written, kind, rank = _parts(visit, call, call["arrays"])
    axis, _ = argument_of(visit, call, call.row.parameters[1])
    return Value(numpy_type(kind, rank + 1), visit.call_helper("npStack", written, axis, js.Literal(kind)))


@row("numpy.vstack(tup: object)", "numpy.hstack(tup: object)")
def _stacked(visit: Visit, call: Call) -> Value:
    written, kind, rank = _parts(visit, call, call["tup"])
    if call.row.name == "vstack" and rank == 1:
        return Value(numpy_type(kind, 2), visit.call_helper("npStack", written, js.Literal(0), js.Literal(kind)))
    axis = js.Literal(0 if call.row.name == "vstack" or rank == 1 else 1)
    return Value(numpy_type(kind, rank), visit.call_helper("npConcatenate", written, axis, js.Literal(kind)))


@row("numpy.append(arr: array, values: array, axis: axis = None)")
def _append(visit: Visit, call: Call) -> Value:
    parts = []
    for name in ("arr", "values"):
        value = call[name]
        scalar = atom_of(NumpyScalar, value.type)
        if scalar is not None or kind_of(value.type) is not None:  # a number is an array of one
            kind: ArrayKind = "int64" if kind_of(value.type) == "int" else "float64"
            kind = kind if scalar is None else scalar.kind
            one = js.Array((of_python(value).js,))
            value = Value(numpy_type(kind, 1), visit.call_helper("npArray", one, js.Literal(kind)))
        parts.append(as_array(visit, value, call.node))
    arrays = [only_array(visit, call, part) for part in parts]
    kind = promoted(arrays[0].kind, arrays[1].kind)
    axis, axes = argument_of(visit, call, call.row.parameters[2])
    held = numpy_type(kind, 1 if axes is None else arrays[0].rank)
    written = js.Array(tuple(part.js for part in parts))
    return Value(held, visit.call_helper("npConcatenate", written, axis, js.Literal(kind)))


@row(
    "numpy.split(ary: array, indices_or_sections: object, axis: axis = 0)",
    "numpy.array_split(ary: array, indices_or_sections: object, axis: axis = 0)",
)
def _split(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    only_array(visit, call, array)
    holder, cell = visit.cells.holder("list", ("split", call.node, visit.here))
    visit.cells.grow(cell, array.type)
    parts = call["indices_or_sections"]
    uneven = [js.Literal(True)] if call.row.name == "array_split" else []
    written = number(parts) if kind_of(parts.type) == "int" else parts.js
    axis, _ = argument_of(visit, call, call.row.parameters[2])
    held = frozenset({visit.cells.current(holder)})
    return Value(held, visit.call_helper("npSplit", array.js, written, axis, *uneven), fresh=True)
