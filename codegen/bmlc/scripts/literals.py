"""What Python's constants, lists, tuples and dictionaries are, made of values."""

from __future__ import annotations

import ast
import math
from collections.abc import Sequence
from typing import Final, TypeAlias

from bmlc.emit import js
from bmlc.scripts.fitting import fitted, grow_key, lasting
from bmlc.scripts.types import BOOL, FLOAT, INT, NONE, STR, Cell, Program, Tensor
from bmlc.scripts.values import TooLarge, Value, written_out
from bmlc.scripts.visit import Visit

__all__ = ["Site", "constant", "dict_of", "list_of", "tuple_of", "whole_list"]

Site: TypeAlias = "ast.AST | tuple[ast.AST, *tuple[object, ...]]"
"""Where a container is made: a node, and which of those that it makes."""

_LARGEST = 2**53 - 1
_TYPES: Final = {bool: BOOL, str: STR, type(None): NONE}
_OTHERS: dict[type, tuple[str, str]] = {
    bytes: ("bytes", "use a str"),
    complex: ("complex numbers", "keep the two parts as floats"),
    type(...): ("...", "write None, or pass for an empty block"),
}


def constant(visit: Visit, node: ast.AST, value: object) -> Value:
    """A constant of Python, or a tuple of such."""
    match value:
        case bool() | None | str():
            return Value(_TYPES[type(value)], js.Literal(value), constant=value)
        case int():
            is_large = abs(value) > _LARGEST
            return Value(INT, TooLarge(value, visit.loc(node)) if is_large else js.Literal(value), constant=value)
        case float():
            return Value(FLOAT, js.name("NaN") if math.isnan(value) else js.Literal(value), constant=value)
        case tuple():
            return written_out(constant(visit, node, item) for item in value)
    what, hint = _OTHERS[type(value)]
    raise visit.error("BML201", node, f"scripts do not have {what}", hint)


def list_of(visit: Visit, values: Sequence[Value], site: object) -> Value:
    """A list of these values, made at `site`; one of different tensors, or of objects, is known whole."""
    if _is_fixed(visit, values):
        return whole_list(visit, values)
    is_new = not visit.cells.has(("list", (site, visit.here)))
    holder, cell = visit.cells.holder("list", (site, visit.here))
    if is_new:
        cell.places = {}
    for place, value in enumerate(values):
        visit.cells.grow_place(cell, place, value.type)
    held = visit.cells.of(holder).item
    items = (visit.keep(fitted(visit, lasting(visit, value), held)) for value in values)
    return written_out(items, fresh=True, held=frozenset({holder}))


def whole_list(visit: Visit, values: Sequence[Value]) -> Value:
    """A list that is known whole."""
    return written_out(map(visit.keep, values), "list", fresh=True)


def _is_fixed(visit: Visit, values: Sequence[Value]) -> bool:
    programs = {atom for value in values for atom in value.type if isinstance(atom, Program)}
    lines = {atom.making for atom in programs}
    objects = "" in lines or len(lines) < len(programs)  # which of them it is nobody could tell as the script runs
    kinds = {(atom.type.rank, atom.type.dtype) for value in values for atom in value.type if isinstance(atom, Tensor)}
    return objects or len(kinds) > 1


def tuple_of(visit: Visit, values: Sequence[Value]) -> Value:
    return written_out((visit.keep(lasting(visit, value)) for value in values), fresh=True)


def dict_of(visit: Visit, pairs: Sequence[tuple[Value, Value]], site: Site) -> Value:
    """A dictionary of these keys and values; one whose keys are all written texts has a type a key."""
    is_new = not visit.cells.has(("dict", (site, visit.here)))
    holder, cell = visit.cells.holder("dict", (site, visit.here))
    visit.cells.make_plain(cell)
    written = bool(pairs) and all(isinstance(key.constant, str) for key, _ in pairs)
    if is_new and written:
        cell.uniform = False
    at = site[0] if isinstance(site, tuple) else site
    keys = at.keys if isinstance(at, ast.Dict) and len(at.keys) == len(pairs) else [at] * len(pairs)
    for place, (key, value) in zip(keys, pairs, strict=True):
        grow_key(visit, cell, key.type, place or at)
        if written:
            visit.cells.grow_known(cell, key.constant, value.type)
        if cell.uniform or not written:
            visit.cells.make_uniform(cell)
            visit.cells.grow(cell, value.type)
    entries = [_entry(visit, key, value, visit.cells.of(holder)) for key, value in pairs]
    arguments = (js.Array(tuple(entries)),) if entries else ()
    return Value(frozenset({holder}), js.New(visit.helper("Dict"), arguments), fresh=True)


def _entry(visit: Visit, key: Value, value: Value, cell: Cell) -> js.Expression:
    held = cell.item if cell.uniform else cell.known[key.constant]
    kept = visit.keep(fitted(visit, value, held))
    return js.Array((fitted(visit, key, cell.key).js, kept.js))
