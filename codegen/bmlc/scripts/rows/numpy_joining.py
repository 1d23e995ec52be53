"""NumPy's functions of several arrays, and those that give several."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from bmlc.emit import js
from bmlc.scripts.arrays.arrays import array_of, as_array, numpy_type, of_python, promoted
from bmlc.scripts.fitting import holder_of, number
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.numpy_table import argument_of, only_array, subject, wrong
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
        types = known.items if known is not None else ()
        items = value.items or [Value(held, js.Index(whole.js, js.Literal(k))) for k, held in enumerate(types)]
        arrays = [as_array(visit, item, call.node) for item in items]
        return _joined(visit, call, js.Array(tuple(array.js for array in arrays)), [array.type for array in arrays])
    if array_of(value.type) is not None:
        atom = only_array(visit, call, value)
        return js.Array((js.Spread(value.js),)), atom.kind, atom.rank - 1
    if holder is None or len(value.type) > 1:
        what = visit.described(value.type)
        raise wrong(visit, call, f"{call.row.full_name} takes a list of arrays, received {what}")
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
    ranks = {atom.rank if isinstance(atom, Array) else 0 for atom in atoms}
    if len(ranks) != 1 or 0 in ranks:
        what = " and ".join(dict.fromkeys(visit.described(held) for held in types))
        raise wrong(visit, call, f"{call.row.full_name} takes arrays of one number of axes, received {what}")
    return written, reduce(promoted, (atom.kind for atom in atoms if isinstance(atom, Array))), ranks.pop()


@row(
    "numpy.concatenate(arrays: object, /, axis: axis = 0)",
    "numpy.stack(arrays: object, axis: axis = 0)",
    "numpy.vstack(tup: object)",
    "numpy.hstack(tup: object)",
)
def _together(visit: Visit, call: Call) -> Value:
    first, *more = call.row.parameters
    written, kind, rank = _parts(visit, call, call[first.name])
    stacks = call.row.name == "stack" or (call.row.name == "vstack" and rank == 1)
    axis, axes = (
        argument_of(visit, call, more[0]) if more else (js.Literal(int(call.row.name == "hstack" and rank > 1)), 1)
    )
    held = numpy_type(kind, rank + 1 if stacks else 1 if axes is None else rank)
    return Value(held, visit.call_helper("npStack" if stacks else "npConcatenate", written, axis, js.Literal(kind)))


@row("numpy.append(arr: array, values: array, axis: axis = None)")
def _append(visit: Visit, call: Call) -> Value:
    parts = []
    for name in ("arr", "values"):
        value = call[name]
        scalar = atom_of(NumpyScalar, value.type)
        if scalar is not None or kind_of(value.type) is not None:  # a number is an array of one
            kind: ArrayKind = "int64" if kind_of(value.type) == "int" else "float64"
            kind = kind if scalar is None else scalar.kind
            alone = js.Array((of_python(value).js,))
            value = Value(numpy_type(kind, 1), visit.call_helper("npArray", alone, js.Literal(kind)))
        parts.append(as_array(visit, value, call.node))
    one, other = (only_array(visit, call, part) for part in parts)
    kind = promoted(one.kind, other.kind)
    axis, axes = argument_of(visit, call, call.row.parameters[2])
    written = js.Array(tuple(part.js for part in parts))
    held = numpy_type(kind, 1 if axes is None else one.rank)
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
    written = number(parts) if kind_of(parts.type) == "int" else parts.js
    axis, _ = argument_of(visit, call, call.row.parameters[2])
    uneven = [js.Literal(True)] if call.row.name == "array_split" else []
    held = frozenset({visit.cells.current(holder)})
    return Value(held, visit.call_helper("npSplit", array.js, written, axis, *uneven), fresh=True)
