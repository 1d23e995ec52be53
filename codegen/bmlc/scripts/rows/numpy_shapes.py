"""What arrays say of themselves, and functions that give them another shape."""

from __future__ import annotations

import ast

from bmlc.emit import js
from bmlc.scripts.arrays import DTYPE, array_of, is_float, numpy_type, of_python
from bmlc.scripts.fitting import number
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.numpy_creation import shape_argument
from bmlc.scripts.rows.numpy_functions import subject
from bmlc.scripts.rows.numpy_reductions import axis_of
from bmlc.scripts.rows.table import row
from bmlc.scripts.types import BOOL, FLOAT, INT, NONE, Array, BuiltinName, NumpyScalar, Tuple, Type
from bmlc.scripts.values import ObjectName, Value
from bmlc.scripts.visit import Visit

__all__ = ["attribute_of_array", "only_array"]


def attribute_of_array(visit: Visit, node: ast.Attribute, owner: Value) -> Value | None:
    """`x.shape`, `x.T`, `x.dtype`; None for a method."""
    atoms = [atom for atom in owner.type if isinstance(atom, Array | NumpyScalar)]
    ranks = {atom.rank if isinstance(atom, Array) else 0 for atom in atoms}
    kinds = {atom.kind for atom in atoms}
    match node.attr:
        case "shape" | "ndim" if len(ranks) > 1:
            what = visit.described(owner.type)
            raise visit.error("BML204", node, f"{node.attr} is known of arrays of one number of axes, received {what}")
        case "shape" if ranks == {0}:
            return Value(frozenset({Tuple(())}), js.Array(()), items=())
        case "shape":
            return Value(frozenset({Tuple((INT,) * next(iter(ranks)))}), js.Member(owner.js, "shape"))
        case "ndim":
            (rank,) = ranks
            return Value(INT, js.Literal(rank), constant=rank)
        case "size":
            return Value(INT, js.Literal(1) if ranks == {0} else js.Member(owner.js, "size"))
        case "T":
            return owner if ranks <= {0, 1} else Value(owner.type, visit.call_helper("npTranspose", owner.js))
        case "dtype":
            if len(kinds) > 1:
                raise visit.error("BML204", node, f"dtype is known of one kind, received {visit.described(owner.type)}")
            held: Type = frozenset({BuiltinName(DTYPE + next(iter(kinds)))})
            return Value(held, ObjectName("dtype", held, visit.loc(node)))
    return None


@row("ndarray.item()")
def _item(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    return Value(_python(array.type), _unboxed(array.type, visit.call_helper("npOnly", array.js)))


def _python(held: Type) -> Type:
    found: Type = frozenset()
    for atom in held:
        assert isinstance(atom, Array | NumpyScalar)
        found |= BOOL if atom.kind == "bool" else FLOAT if is_float(atom.kind) else INT
    return found


def _unboxed(held: Type, written: js.Expression) -> js.Expression:
    return js.call("Boolean", written) if _python(held) == BOOL else written


@row("ndarray.tolist()")
def _tolist(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    atom = array_of(array.type)
    if atom is None:
        return Value(_python(array.type), _unboxed(array.type, visit.call_helper("npOnly", array.js)))
    if len(array.type) > 1:
        raise visit.error("BML204", call.node, f"tolist is known of one sort, received {visit.described(array.type)}")
    held = _python(array.type)
    for axis in range(atom.rank):
        holder, cell = visit.cells.holder("list", ("tolist", call.node, axis, visit.here))
        visit.cells.grow(cell, held)
        held = frozenset({visit.cells.current(holder)})
    return Value(held, visit.call_helper("npTolist", array.js), fresh=True)


@row("numpy.copy(a: array)", "ndarray.copy()")
def _copy(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    atom = array_of(array.type)
    return array if atom is None else Value(array.type, visit.call_helper("npArray", array.js, js.Literal(atom.kind)))


# Other shapes


def only_array(visit: Visit, call: Call, value: Value) -> Array:
    """The atom of an array of one kind and number of axes."""
    atom = array_of(value.type)
    if atom is None or len(value.type) > 1:
        what = visit.described(value.type)
        raise visit.error("BML204", call.node, f"{call.row.full_name} takes an array, received {what}")
    return atom


@row(
    "numpy.reshape(a: array, shape: object)",
    "ndarray.reshape(*shape: object)",
)
def _reshape(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    atom = only_array(visit, call, array)
    if call.owner is None:
        shape, rank = shape_argument(visit, call, call["shape"])
    elif len(call.gathered) == 1:
        shape, rank = shape_argument(visit, call, call.gathered[0])
    else:
        sizes = [of_python(value) for value in call.gathered]
        if not sizes or any(kind_of(size.type) != "int" for size in sizes) or call.starred:
            raise visit.error("BML204", call.node, "expected ints, or a tuple of ints, as the shape")
        shape, rank = js.Array(tuple(map(number, sizes))), len(sizes)
    return Value(numpy_type(atom.kind, rank), visit.call_helper("npReshape", array.js, shape))


@row("numpy.ravel(a: array)", "ndarray.ravel()", "ndarray.flatten()")
def _ravel(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    atom = only_array(visit, call, array)
    held = numpy_type(atom.kind, 1)
    if call.row.name == "flatten":
        return Value(held, visit.call_helper("npFlatten", array.js))
    return Value(held, visit.call_helper("npReshape", array.js, js.Literal(-1)))


@row("numpy.transpose(a: array, axes: object = None)", "ndarray.transpose(*axes: int)")
def _transpose(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    only_array(visit, call, array)
    axes = call.get("axes")
    more = [] if axes is None or axes.type == NONE else [axes.js]
    if call.gathered:
        more = [js.Array(tuple(map(number, call.gathered)))]
    return Value(array.type, visit.call_helper("npTranspose", array.js, *more))


@row(
    "numpy.swapaxes(a: array, axis1: int, axis2: int)",
    "ndarray.swapaxes(axis1: int, axis2: int)",
)
def _swapaxes(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    only_array(visit, call, array)
    written = visit.call_helper("npSwapaxes", array.js, number(call["axis1"]), number(call["axis2"]))
    return Value(array.type, written)


@row("numpy.expand_dims(a: array, axis: int)")
def _expand_dims(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    atom = only_array(visit, call, array)
    held = numpy_type(atom.kind, atom.rank + 1)
    return Value(held, visit.call_helper("npExpandDims", array.js, number(call["axis"])))


@row("numpy.squeeze(a: array, axis: object = None)", "ndarray.squeeze(axis: object = None)")
def _squeeze(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    atom = only_array(visit, call, array)
    axis, axes = axis_of(visit, call, call.get("axis"))
    if axes is None:
        message = f"{call.row.full_name} in scripts needs axis: arrays have a number of axes that is known"
        raise visit.error("BML204", call.node, message, "write axis=-1, or x[:, 0]")
    held = numpy_type(atom.kind, max(atom.rank - axes, 0))
    return Value(held, visit.call_helper("npSqueeze", array.js, axis))


@row("numpy.flip(m: array, axis: object = None)")
def _flip(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    only_array(visit, call, array)
    axis, axes = axis_of(visit, call, call.get("axis"))
    return Value(array.type, visit.call_helper("npFlip", array.js, *([] if axes is None else [axis])))


@row("numpy.broadcast_to(array: array, shape: object)")
def _broadcast_to(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    atom = only_array(visit, call, array)
    shape, rank = shape_argument(visit, call, call["shape"])
    return Value(numpy_type(atom.kind, rank), visit.call_helper("npBroadcastTo", array.js, shape))
