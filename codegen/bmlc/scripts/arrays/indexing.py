"""Items of arrays, read and set.

x[1:, i]        =>  npItem(x, [1, null], i)
x[mask] = 0     =>  npSetItem(x, 0, mask)
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from bmlc.emit import js
from bmlc.scripts.arrays.arrays import as_array, is_float, is_numpy, numpy_type, of_python, operand, operated, plain_of
from bmlc.scripts.fitting import number
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.types import NEVER, NONE, Array, NumpyScalar, Tuple, Type, atom_of
from bmlc.scripts.values import Value, is_name
from bmlc.scripts.visit import Visit

__all__ = [
    "array_item",
    "augment_array",
    "changed_in_place",
    "entries_of",
    "entry_of",
    "index_entries",
    "is_part",
    "store_array",
]


@dataclass(frozen=True)
class Entry:
    """One entry of an index: how many axes it takes up, and how many it gives; `spread`: of an array."""

    js: js.Expression
    takes: int
    gives: int
    spread: bool = False


def entries_of(visit: Visit, node: ast.expr) -> list[Entry]:
    """The entries of an index as it is written."""
    nodes = node.elts if isinstance(node, ast.Tuple) else [node]
    if any(map(is_part, nodes)):
        return [_written(visit, each) for each in nodes]
    values = visit.expressions(nodes)
    return [entry for value, each in zip(values, nodes, strict=True) for entry in index_entries(visit, value, each)]


def is_part(node: ast.expr) -> bool:
    """Whether an entry of an index is no value by itself: a slice, `...`."""
    return isinstance(node, ast.Slice) or _is_ellipsis(node)


def _is_ellipsis(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...


def _written(visit: Visit, node: ast.expr) -> Entry:
    if _is_ellipsis(node):
        return Entry(js.Literal("..."), 0, 0)
    if isinstance(node, ast.Slice):
        ends = [_end(visit, each) for each in (node.lower, node.upper, node.step)]
        if node.step is None:
            ends.pop()
        return Entry(js.Array(tuple(ends)), 1, 1)
    (entry,) = index_entries(visit, visit.expression(node), node)
    return entry


def _end(visit: Visit, node: ast.expr | None) -> js.Expression:
    if node is None:
        return js.Literal(None)
    value = of_python(visit.expression(node))
    if value.type == NONE:
        return js.Literal(None)
    if kind_of(value.type) != "int":
        what = visit.described(value.type)
        raise visit.error("BML204", node, f"expected ints as the ends of a slice, received {what}")
    return number(value)


def index_entries(visit: Visit, value: Value, node: ast.AST) -> list[Entry]:
    """A value as entries: a tuple is several."""
    known = atom_of(Tuple, value.type)
    if known is not None and len(value.type) == 1 and known.kind == "tuple":
        whole = value if value.items is not None else visit.named(value, "index")
        parts = value.items or tuple(
            Value(held, js.Index(whole.js, js.Literal(k))) for k, held in enumerate(known.items)
        )
        return [entry_of(visit, part, node) for part in parts]
    return [entry_of(visit, value, node)]


def entry_of(visit: Visit, value: Value, node: ast.AST) -> Entry:
    """A value as one entry of an index."""
    if value.type == NONE:
        return Entry(js.Literal(None), 0, 1)
    plain = of_python(value)
    if (
        plain.type
        and kind_of(plain.type) == "int"
        and not any(getattr(atom, "name", "") == "bool" for atom in plain.type)
    ):
        return Entry(number(plain), 1, 0)
    if kind_of(plain.type) is not None:
        what = visit.described(value.type)
        raise visit.error("BML204", node, f"expected ints, slices or arrays as an index, received {what}")
    array = as_array(visit, value, node)
    atom = atom_of(Array, array.type)
    if atom is None or len(array.type) > 1 or is_float(atom.kind):
        what = visit.described(array.type)
        raise visit.error("BML204", node, f"expected ints or bools in an array that is an index, received {what}")
    return Entry(
        array.js, atom.rank if atom.kind == "bool" else 1, 1 if atom.kind == "bool" else atom.rank, spread=True
    )


def _rank(visit: Visit, owner: Value, atom: Array, entries: Sequence[Entry], node: ast.AST) -> int:
    taken = sum(entry.takes for entry in entries)
    if taken > atom.rank:
        axes = "axis" if atom.rank == 1 else "axes"
        message = f"an array of {atom.rank} {axes} has no item of {taken} indices"
        raise visit.error("BML204", node, message, of=[owner])
    spread = max((entry.gives for entry in entries if entry.spread), default=0)
    return atom.rank - taken + sum(entry.gives for entry in entries if not entry.spread) + spread


def array_item(visit: Visit, owner: Value, entries: Sequence[Entry], node: ast.AST) -> Value:
    """`owner[entries]`"""
    found: Type = NEVER
    for atom in owner.type:
        if not isinstance(atom, Array):
            raise visit.error("BML204", node, f"{visit.described(owner.type)} has no items", of=[owner])
        rank = _rank(visit, owner, atom, entries, node)
        if rank == 0 and any(isinstance(entry.js, js.Literal) and entry.js.value == "..." for entry in entries):
            message = "scripts have no arrays without axes, which ... beside an index of every axis gives"
            raise visit.error("BML204", node, message, "leave ... out: x[0]")
        found |= numpy_type(atom.kind, rank)
    return Value(found, visit.call_helper("npItem", owner.js, *(entry.js for entry in entries)))


def store_array(visit: Visit, owner: Value, entries: Sequence[Entry], value: Value, node: ast.AST) -> None:
    """`owner[entries] = value`"""
    for atom in owner.type:
        if not isinstance(atom, Array):
            raise visit.error("BML204", node, f"the items of {visit.described(owner.type)} cannot be set", of=[owner])
        _rank(visit, owner, atom, entries, node)
    visit.module.change_arrays(owner.type)
    if not value.type:
        return
    if not is_numpy(value.type) and kind_of(value.type) is None:
        value = as_array(visit, value, node)
    visit.do(visit.call_helper("npSetItem", owner.js, value.js, *(entry.js for entry in entries)))


def augment_array(
    visit: Visit, owner: Value, entries: Sequence[Entry], symbol: str, right: Value, node: ast.AST
) -> None:
    """`owner[entries] += right`, which views see."""
    from bmlc.scripts.constructs.operators import arithmetic
    from bmlc.scripts.program.device import is_tensor  # which computes with arrays, too

    place = visit.named(array_item(visit, owner, entries, node), "place")
    changed = None if is_tensor(right.type) else changed_in_place(visit, symbol, place, right, node)
    if changed is None:
        changed = arithmetic(visit, symbol, place, right, node)
    if changed is not place or any(entry.spread for entry in entries):  # else what changed is a view
        store_array(visit, owner, entries, changed, node)


def changed_in_place(visit: Visit, symbol: str, place: Value, right: Value, node: ast.AST) -> Value | None:
    """`place += right` of an array, which all that hold it see: `place` itself.

    Of what may be a number, too, it is the new number; None where nothing is an array.
    """
    from bmlc.scripts.program.device import is_tensor  # which computes with arrays, too

    arrays = frozenset(atom for atom in place.type if isinstance(atom, Array))
    others = place.type - arrays
    if not arrays or others >= NONE:
        return None
    if is_tensor(right.type):
        message = f"{symbol}= of an array and a tensor makes a tensor, and with a variable changes the array"
        raise visit.error("BML204", node, message, f"write x = x {symbol} y, or x {symbol}= y.numpy()")
    if kind_of(plain_of(others)) is None:
        what = visit.described(place.type)
        message = f"{symbol}= changes an array in place, and means something else of others, received {what}"
        raise visit.error("BML204", node, message, "ask isinstance first, or write the line for each of them", [place])
    right = operand(visit, right, node)
    for atom in arrays:
        with visit.filling():
            changed = operated(visit, symbol, place.as_type(frozenset({atom})), right, node)
        for made in changed.type:
            if isinstance(made, Array | NumpyScalar) and _loses(made.kind, atom.kind):
                message = f"{symbol}= would make a {made.kind} array of one of {atom.kind}, which it cannot hold"
                raise visit.error("BML204", node, message, f"write x = x {symbol} …, or make the array one of floats")
    place = place if is_name(place.js) else visit.named(place, "place")
    changed = operated(visit, symbol, place, right, node)
    visit.module.change_arrays(place.type)
    written = visit.call_helper("npInto", place.js, changed.js)
    if others:
        return Value(visit.cells.meet(arrays, changed.type, ("in place", node, visit.here)), written)
    visit.do(written)
    return place


def _loses(kind: str, to: str) -> bool:
    """Whether NumPy refuses to store results of `kind` into an array of the kind `to` in place."""
    rank = {"bool": 0, "uint8": 1, "uint64": 1, "int32": 2, "int64": 2, "float32": 3, "float64": 3}
    return rank[kind] > rank[to]
