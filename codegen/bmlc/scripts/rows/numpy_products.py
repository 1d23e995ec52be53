"""Products of arrays."""

from __future__ import annotations

import ast

from bmlc.scripts.arrays import array_of, as_array, numpy_type, operated, promoted
from bmlc.scripts.fitting import number
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.numpy_functions import subject
from bmlc.scripts.rows.numpy_shapes import only_array
from bmlc.scripts.rows.table import row
from bmlc.scripts.types import Array, atom_of
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = ["multiplied"]


def multiplied(visit: Visit, left: Value, right: Value, node: ast.AST) -> Value:
    """`left @ right`"""
    one, other = array_of(left.type), array_of(right.type)
    if one is None or other is None or len(left.type | right.type) > 2 or len(left.type) > 1 or len(right.type) > 1:
        what = f"{visit.described(left.type)} and {visit.described(right.type)}"
        raise visit.error("BML204", node, f"@ takes two arrays, received {what}", "write * for numbers")
    return Value(
        numpy_type(promoted(one.kind, other.kind), _rank(one, other)), visit.call_helper("npMatmul", left.js, right.js)
    )


def _rank(one: Array, other: Array) -> int:
    if one.rank == 1 or other.rank == 1:
        return max(one.rank, other.rank) - 1 if one.rank != other.rank else 0
    return max(one.rank, other.rank)


@row("numpy.matmul(x1: array, x2: array, /)")
def _matmul(visit: Visit, call: Call) -> Value:
    return multiplied(visit, as_array(visit, call["x1"], call.node), as_array(visit, call["x2"], call.node), call.node)


@row("numpy.dot(a: array, b: array)", "ndarray.dot(b: array)")
def _dot(visit: Visit, call: Call) -> Value:
    left, right = subject(visit, call), as_array(visit, call["b"], call.node)
    one, other = atom_of(Array, left.type), atom_of(Array, right.type)
    if one is None or other is None:
        return operated(visit, "*", left, right, call.node)
    if one.rank > 2 or other.rank > 2:
        message = "numpy.dot in scripts takes vectors and matrices"
        raise visit.error("BML204", call.node, message, "write a @ b for stacks of matrices")
    held = numpy_type(promoted(one.kind, other.kind), _rank(one, other))
    return Value(held, visit.call_helper("npDot", left.js, right.js))


@row("numpy.outer(a: array, b: array)")
def _outer(visit: Visit, call: Call) -> Value:
    left, right = as_array(visit, call["a"], call.node), as_array(visit, call["b"], call.node)
    one, other = only_array(visit, call, left), only_array(visit, call, right)
    return Value(numpy_type(promoted(one.kind, other.kind), 2), visit.call_helper("npOuter", left.js, right.js))


@row("numpy.diag(v: array, k: int = 0)", "numpy.trace(a: array)")
def _diag(visit: Visit, call: Call) -> Value:
    array = subject(visit, call)
    atom = only_array(visit, call, array)
    if atom.rank > 2 or (call.row.name == "trace" and atom.rank == 1):
        raise visit.error(
            "BML204", call.node, f"{call.row.full_name} takes a matrix, received {visit.described(array.type)}"
        )
    k = call.get("k")
    diagonal = visit.call_helper("npDiag", array.js, *([] if k is None else [number(k)]))
    if call.row.name == "trace":
        kind = atom.kind if atom.kind.startswith("float") else "uint64" if atom.kind.startswith("uint") else "int64"
        return Value(numpy_type(kind, 0), visit.call_helper("npSum", diagonal))
    return Value(numpy_type(atom.kind, 3 - atom.rank), diagonal)
