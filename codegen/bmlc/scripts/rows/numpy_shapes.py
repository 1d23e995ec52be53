"""What arrays say of themselves, and functions that give them another shape."""

from __future__ import annotations

import ast

from bmlc.emit import js
from bmlc.scripts.arrays import array_of, is_float
from bmlc.scripts.numpy_names import DTYPE
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.numpy_functions import subject
from bmlc.scripts.rows.table import row
from bmlc.scripts.types import BOOL, FLOAT, INT, Array, BuiltinName, NumpyScalar, Tuple, Type
from bmlc.scripts.values import ObjectName, Value
from bmlc.scripts.visit import Visit

__all__ = ["attribute_of_array"]


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
