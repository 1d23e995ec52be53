"""What arrays say of themselves, functions that give them another shape, and products."""

from __future__ import annotations

import ast

from bmlc.emit import js
from bmlc.scripts.arrays.arrays import (
    DTYPE,
    array_of,
    as_array,
    kinds_of,
    multiplied,
    numpy_type,
    operated,
    plain_of,
    promoted,
    rank_of_atom,
)
from bmlc.scripts.fitting import number
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.numpy_table import (
    Given,
    axis_of,
    flattened,
    numpy_rows,
    only_array,
    ranked,
    same,
    shape_argument,
    shaped,
    subject,
    summed,
    wrong,
)
from bmlc.scripts.rows.table import row
from bmlc.scripts.types import BOOL, INT, Array, ArrayKind, BuiltinName, NumpyScalar, Tuple, Type, atom_of
from bmlc.scripts.values import ObjectName, Value
from bmlc.scripts.visit import Visit

__all__ = ["attribute_of_array"]


def attribute_of_array(visit: Visit, node: ast.Attribute, owner: Value) -> Value | None:
    """`x.shape`, `x.T`, `x.dtype`; None for a method."""
    ranks = {rank_of_atom(atom) for atom in owner.type if isinstance(atom, Array | NumpyScalar)}
    kinds = kinds_of(owner.type)
    match node.attr:
        case "shape" | "ndim" if len(ranks) > 1:
            message = f"{node.attr} is known of arrays of one number of axes, received {visit.described(owner.type)}"
            raise visit.error("BML204", node, message)
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
            return owner if 0 in ranks else Value(owner.type, visit.call_helper("npTranspose", owner.js))
        case "dtype":
            if len(kinds) > 1:
                raise visit.error("BML204", node, f"dtype is known of one kind, received {visit.described(owner.type)}")
            held: Type = frozenset({BuiltinName(DTYPE + next(iter(kinds)))})
            return Value(held, ObjectName("dtype", held, visit.loc(node)))
    return None


@row("ndarray.item()")
def _item(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    held = plain_of(frozenset().union(*(numpy_type(kind, 0) for kind in kinds_of(array.type))))
    only = visit.call_helper("npOnly", array.js)
    return Value(held, js.call("Boolean", only) if held == BOOL else only)


@row("ndarray.tolist()")
def _tolist(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    atom = array_of(array.type)
    if atom is None:
        return _item(visit, call)
    if len(array.type) > 1:
        raise wrong(visit, call, f"tolist is known of one sort, received {visit.described(array.type)}")
    held = plain_of(numpy_type(atom.kind, 0))
    for axis in range(atom.rank):
        holder, cell = visit.cells.holder("list", ("tolist", call.node, axis, visit.here))
        visit.cells.grow(cell, held)
        held = frozenset({visit.cells.current(holder)})
    return Value(held, visit.call_helper("npTolist", array.js), fresh=True)


# Other shapes


def _taken(given: Given) -> tuple[ArrayKind, int]:
    return given.kind, given.of["indices"] + (0 if given.of["axis"] is None else given.rank - 1)


numpy_rows(
    {
        "numpy.copy(a: array)": ("npAstype(a, kind)", same),
        "ndarray.copy(a: ndarray)": ("npArray(a, kind)", same),
        "numpy.take(a: ndarray, indices: places, axis: axis = None)": ("npTake(a, indices, axis)", _taken),
        "ndarray.take(a: ndarray, indices: places, /, axis: axis = None)": ("npTake(a, indices, axis)", _taken),
        "numpy.reshape(a: ndarray, /, shape: shape)": ("npReshape(a, shape)", shaped("shape")),
        "numpy|ndarray.ravel(a: ndarray)": ("npRavel(a)", ranked(lambda rank: 1)),
        "ndarray.flatten(a: ndarray)": ("npRavel(npArray(a, kind))", ranked(lambda rank: 1)),
        "numpy.swapaxes(a: ndarray, axis1: int, axis2: int)": ("npSwapaxes(a, axis1, axis2)", same),
        "ndarray.swapaxes(a: ndarray, axis1: int, axis2: int, /)": ("npSwapaxes(a, axis1, axis2)", same),
        "numpy.expand_dims(a: ndarray, axis: int)": ("npExpandDims(a, axis)", ranked(lambda rank: rank + 1)),
        "numpy.flip(m: ndarray, axis: axes = None)": ("npFlip(m, axis)", same),
        "numpy.broadcast_to(array: ndarray, shape: shape)": ("npBroadcastTo(array, shape)", shaped("shape")),
        "numpy|ndarray.repeat(a: ndarray, repeats: int, axis: axis = None)": (
            "npRepeat(a, repeats, axis)",
            flattened(),
        ),
        "numpy.roll(a: ndarray, shift: int, axis: axis = None)": ("npRoll(a, shift, axis)", same),
        "numpy.tile(A: ndarray, reps: shape)": ("npTile(A, reps)", lambda it: (it.kind, max(it.rank, it.of["reps"]))),
        "numpy.transpose(a: ndarray, axes: axes | None = None)": ("npTranspose(a, axes)", same),
        "numpy.outer(a: ndarray, b: ndarray)": (
            "npMultiply(npExpandDims(npRavel(a), 1), npExpandDims(npRavel(b), 0))",
            lambda it: (promoted(it.kind, it.of["b"].kind), 2),
        ),
        "numpy.diag(v: ndarray, k: int = 0)": ("npDiag(v, k)", ranked(lambda rank: 3 - rank if rank < 3 else None)),
        "numpy.trace(a: ndarray)": ("npSum(npDiag(a))", ranked(lambda rank: 0 if rank == 2 else None, summed)),
        "ndarray.astype(a: array, dtype: dtype)": ("npAstype(a, dtype)", same),
    }
)


@row("ndarray.reshape(*shape: object)")
def _reshape(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    atom = only_array(visit, call, array)
    if len(call.gathered) == 1:
        shape, rank = shape_argument(visit, call, call.gathered[0])
    else:
        if not call.gathered or any(kind_of(plain_of(size.type)) != "int" for size in call.gathered) or call.starred:
            raise wrong(visit, call, "expected ints, or a tuple of ints, as the shape")
        shape, rank = js.Array(tuple(map(number, call.gathered))), len(call.gathered)
    return Value(numpy_type(atom.kind, rank), visit.call_helper("npReshape", array.js, shape))


@row("ndarray.transpose(*axes: int)")
def _transpose(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    only_array(visit, call, array)
    axes = [js.Array(tuple(map(number, call.gathered)))] if call.gathered else []
    return Value(array.type, visit.call_helper("npTranspose", array.js, *axes))


@row("numpy.squeeze(a: array, axis: object = None)", "ndarray.squeeze(axis: object = None)")
def _squeeze(visit: Visit, call: Call) -> Value:
    """Without an axis, the number of axes that are left is known as the script runs: one at least."""
    array = subject(visit, call)
    atom = only_array(visit, call, array)
    axis, axes = axis_of(visit, call, call.get("axis"))
    ranks = range(1, atom.rank + 1) if axes is None else [atom.rank - axes]
    if ranks and ranks[0] < 1:
        raise wrong(visit, call, "scripts have no arrays without axes", "take the number: x[0], or x.item()")
    held: Type = frozenset().union(*(numpy_type(atom.kind, rank) for rank in ranks))
    return Value(held, visit.call_helper("npSqueeze", array.js, *([] if axes is None else [axis])))


# Products


@row("numpy.dot(a: array, b: array)", "ndarray.dot(b: array, /)")
def _dot(visit: Visit, call: Call) -> Value:
    left, right = subject(visit, call), as_array(visit, call["b"], call.node)
    one, other = atom_of(Array, left.type), atom_of(Array, right.type)
    if one is None or other is None:
        return operated(visit, "*", left, right, call.node)
    if one.rank > 2 or other.rank > 2:
        message = "numpy.dot in scripts takes vectors and matrices"
        raise wrong(visit, call, message, "write a @ b for stacks of matrices")
    return multiplied(visit, left, right, call.node, "npDot")
