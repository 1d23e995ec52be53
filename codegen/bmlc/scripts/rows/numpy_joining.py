"""NumPy's functions of several arrays, and those that give several."""

from __future__ import annotations

from collections.abc import Sequence

from bmlc.emit import js
from bmlc.scripts.arrays import array_of, as_array, numpy_type, promoted
from bmlc.scripts.fitting import holder_of, number
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.numpy_functions import subject
from bmlc.scripts.rows.numpy_shapes import only_array
from bmlc.scripts.rows.table import row
from bmlc.scripts.types import NONE, Array, ArrayKind, Tuple, Type, atom_of
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


def _axis(visit: Visit, call: Call, default: int | None) -> js.Expression:
    value = call.get("axis")
    if value is None:
        return js.Literal(default)
    return js.Literal(None) if value.type == NONE else number(value)


@row("numpy.concatenate(arrays: iterable | object, axis: int | None = 0)")
def _concatenate(visit: Visit, call: Call) -> Value:
    written, kind, rank = _parts(visit, call, call["arrays"])
    axis = _axis(visit, call, 0)
    held = numpy_type(kind, 1 if isinstance(axis, js.Literal) and axis.value is None else rank)
    return Value(held, visit.call_helper("npConcatenate", written, axis, js.Literal(kind)))


@row("numpy.stack(arrays: object, axis: int = 0)")
def _stack(visit: Visit, call: Call) -> Value:
    written, kind, rank = _parts(visit, call, call["arrays"])
    return Value(
        numpy_type(kind, rank + 1), visit.call_helper("npStack", written, _axis(visit, call, 0), js.Literal(kind))
    )


@row("numpy.vstack(tup: object)", "numpy.hstack(tup: object)")
def _stacked(visit: Visit, call: Call) -> Value:
    written, kind, rank = _parts(visit, call, call["tup"])
    if call.row.name == "vstack" and rank == 1:
        return Value(numpy_type(kind, 2), visit.call_helper("npStack", written, js.Literal(0), js.Literal(kind)))
    axis = js.Literal(0 if call.row.name == "vstack" or rank == 1 else 1)
    return Value(numpy_type(kind, rank), visit.call_helper("npConcatenate", written, axis, js.Literal(kind)))


@row("numpy.append(arr: array, values: array, axis: int | None = None)")
def _append(visit: Visit, call: Call) -> Value:
    parts = []
    for name in ("arr", "values"):
        value = call[name]
        if kind_of(value.type) is not None:  # a number is an array of one
            value = Value(value.type, value.js, items=None)
            from bmlc.scripts.types import FLOAT, INT

            kind: ArrayKind = "int64" if kind_of(value.type) == "int" else "float64"
            assert INT or FLOAT
            parts.append(
                Value(numpy_type(kind, 1), visit.call_helper("npArray", js.Array((value.js,)), js.Literal(kind)))
            )
        else:
            parts.append(as_array(visit, value, call.node))
    arrays = [only_array(visit, call, part) for part in parts]
    kind = promoted(arrays[0].kind, arrays[1].kind)
    axis = _axis(visit, call, None)
    rank = 1 if isinstance(axis, js.Literal) and axis.value is None else arrays[0].rank
    written = js.Array(tuple(part.js for part in parts))
    return Value(numpy_type(kind, rank), visit.call_helper("npConcatenate", written, axis, js.Literal(kind)))


@row(
    "numpy.split(ary: array, indices_or_sections: object, axis: int = 0)",
    "numpy.array_split(ary: array, indices_or_sections: object, axis: int = 0)",
)
def _split(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    only_array(visit, call, array)
    holder, cell = visit.cells.holder("list", ("split", call.node, visit.here))
    visit.cells.grow(cell, array.type)
    parts = call["indices_or_sections"]
    uneven = [js.Literal(True)] if call.row.name == "array_split" else []
    written = number(parts) if kind_of(parts.type) == "int" else parts.js
    return Value(
        frozenset({visit.cells.current(holder)}),
        visit.call_helper("npSplit", array.js, written, _axis(visit, call, 0), *uneven),
        fresh=True,
    )


@row(
    "numpy.repeat(a: array, repeats: int, axis: int | None = None)",
    "ndarray.repeat(repeats: int, axis: int | None = None)",
)
def _repeat(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    atom = only_array(visit, call, array)
    axis = _axis(visit, call, None)
    is_flat = isinstance(axis, js.Literal) and axis.value is None
    held = numpy_type(atom.kind, 1 if is_flat else atom.rank)
    return Value(held, visit.call_helper("npRepeat", array.js, number(call["repeats"]), *([] if is_flat else [axis])))


@row("numpy.tile(A: array, reps: object)")
def _tile(visit: Visit, call: Call) -> Value:
    array, times = subject(visit, call), call["reps"]
    atom = only_array(visit, call, array)
    known = atom_of(Tuple, times.type)
    count = 1 if kind_of(times.type) == "int" else len(known.items) if known is not None else None
    if count is None:
        what = visit.described(times.type)
        raise visit.error("BML204", call.node, f"numpy.tile takes an int or a tuple of ints, received {what}")
    written = number(times) if known is None else times.js
    return Value(numpy_type(atom.kind, max(atom.rank, count)), visit.call_helper("npTile", array.js, written))


@row("numpy.roll(a: array, shift: int, axis: int | None = None)")
def _roll(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    only_array(visit, call, array)
    axis = _axis(visit, call, None)
    is_flat = isinstance(axis, js.Literal) and axis.value is None
    return Value(array.type, visit.call_helper("npRoll", array.js, number(call["shift"]), *([] if is_flat else [axis])))


@row(
    "numpy.take(a: array, indices: array, axis: int | None = None)",
    "ndarray.take(indices: array, axis: int | None = None)",
)
def _take(visit: Visit, call: Call) -> Value:
    array, places = subject(visit, call), call["indices"]
    atom = only_array(visit, call, array)
    axis = _axis(visit, call, None)
    is_flat = isinstance(axis, js.Literal) and axis.value is None
    left = 0 if is_flat else atom.rank - 1
    more = [] if is_flat else [axis]
    if kind_of(places.type) == "int":
        return Value(numpy_type(atom.kind, left), visit.call_helper("npTake", array.js, number(places), *more))
    index = as_array(visit, places, call.node)
    rank = only_array(visit, call, index).rank
    return Value(numpy_type(atom.kind, left + rank), visit.call_helper("npTake", array.js, index.js, *more))
