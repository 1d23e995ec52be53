"""Annotations of the names of a script: what the names are set to is held to them, as far as scripts know the types.

rate: float = "fast"     =>   an error, though Python goes on: the annotation or the value is a slip
"""

from __future__ import annotations

import ast

from bmlc.scripts.types import BOOL, FLOAT, INT, NONE, STR, Atom, Cells, Holder, Scalar, Tuple, Type

__all__ = ["allowed"]

_NAMED = {"bool": BOOL, "float": FLOAT | INT | BOOL, "int": INT | BOOL, "str": STR, "None": NONE}
_KINDS = {"Dict": "dict", "List": "list", "Tuple": "tuple", "dict": "dict", "list": "list", "tuple": "tuple"}


def allowed(node: ast.expr, held: Type, cells: Cells) -> bool:
    """Whether values of this type are what an annotation says."""
    return all(_allows(node, atom, cells) for atom in held)


def _allows(node: ast.expr, atom: Atom, cells: Cells) -> bool:
    if not isinstance(atom, Scalar | Holder | Tuple):  # a tensor, an array, an object
        return True
    match node:
        case ast.Constant(None):
            return atom in NONE
        case ast.Name(name) if name in _NAMED:
            return atom in _NAMED[name]
        case ast.Name(name) if name in _KINDS:
            return _kind(atom) == _KINDS[name]
        case ast.BinOp(left, ast.BitOr(), right):
            return _allows(left, atom, cells) or _allows(right, atom, cells)
        case ast.Subscript(ast.Name("Optional"), inner):
            return atom in NONE or _allows(inner, atom, cells)
        case ast.Subscript(ast.Name(name), inner) if name in _KINDS:
            return _kind(atom) == _KINDS[name] and _holds(_KINDS[name], inner, atom, cells)
    return True


def _kind(atom: Atom) -> str:
    return atom.kind if isinstance(atom, Holder | Tuple) else ""


def _holds(kind: str, inner: ast.expr, atom: Atom, cells: Cells) -> bool:
    """Whether what a container holds is what its annotation says of it."""
    parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    if isinstance(atom, Tuple):
        pairs = list(zip(parts, atom.items, strict=False))
        return any(map(_is_rest, parts)) or (
            len(parts) == len(atom.items) and all(allowed(*each, cells) for each in pairs)
        )
    assert isinstance(atom, Holder)
    cell = cells.of(atom)
    if kind == "dict" and len(parts) == 2:
        values = [cell.item, *cell.known.values()]
        return allowed(parts[0], cell.key, cells) and all(allowed(parts[1], each, cells) for each in values)
    return kind != "list" or allowed(inner, cell.item, cells)


def _is_rest(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...
