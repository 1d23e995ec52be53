"""Loops over what is known whole, and differs from item to item, such as weights: written out, a step each.

for old, new in zip(model.weights, kept):   =>   [weight] = kept[0] …
    old.assign(new)                              [weight] = kept[1] …
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

from bmlc.emit import js
from bmlc.scripts.literals import constant
from bmlc.scripts.names.naming import is_local
from bmlc.scripts.program.making import of_module
from bmlc.scripts.program.resolving import resolved, valueless
from bmlc.scripts.program.world import FileObject, ObjectValue
from bmlc.scripts.program.written_out import is_constant
from bmlc.scripts.tapes.effects import is_changed
from bmlc.scripts.types import INT, NONE, BuiltinName, Program, Tuple, Type, atom_of
from bmlc.scripts.values import Value, is_name, written_out
from bmlc.scripts.visit import PoisonedError, Visit

__all__ = ["steps_of"]


def steps_of(visit: Visit, node: ast.expr, always: bool = False) -> list[Value] | None:
    """What the target of a loop over `node` is at each step; None of what is gone through as it runs.

    Steps of one type stay a loop, unless they are to be written out `always`, to know the whole list.
    """
    match node:
        case ast.Call(func=ast.Name("zip" | "enumerate" as function), args=arguments, keywords=[]) if (
            function not in visit.frame.instance.definition.locals and arguments and all(map(_may_be_listed, arguments))
        ):
            lists = [items for each in arguments for items in _lists(visit, each)]
            if any(items is None for items in lists):
                return None
            if function == "enumerate":
                count = len(lists[0] or ())
                lists = [[Value(INT, js.Literal(k), constant=k) for k in range(count)], *lists]
            rows = list(zip(*(items for items in lists if items is not None), strict=False))
            steps = [written_out(row) for row in rows]
            return steps if _differ(steps) or (always and _hold(visit, steps)) else None
        case ast.Call(ast.Attribute(table, "items"), [], []):
            return _pairs(visit, table)
        case _ if _may_be_whole(node):
            found = _items(visit, node)
            return found if found is not None and (_differ(found) or (always and _hold(visit, found))) else None
        case _ if _may_be_joined(node):
            parts = _objects(visit, node, always)
            return parts if parts and any(_is_object(part.type) for part in parts) else None
    return None


def _objects(visit: Visit, node: ast.expr, models: bool = False) -> list[Value] | None:
    """The items of `[loss] + metrics`, of objects that are known when the script is compiled; None of other lists.

    Models, which a loop can go through, are such objects where all items are to be known.
    """
    match node:
        case ast.List(elts) | ast.Tuple(elts) if all(isinstance(each, ast.Name | ast.Attribute) for each in elts):
            found = [visit.expression(each) for each in elts]
            are_known = all(valueless(each.type) or (models and _is_object(each.type)) for each in found)
            return found if are_known else None
        case ast.BinOp(left, ast.Add(), right):
            first = _objects(visit, left)
            second = None if first is None else _objects(visit, right)
            return None if first is None or second is None else [*first, *second]
        case ast.BoolOp(ast.Or(), [ast.Name() | ast.Attribute() as given, ast.List([])]):
            value = visit.expression(given)
            return [] if value.type == NONE else _objects(visit, given)
        case ast.Name() | ast.Attribute():
            value = visit.expression(node)
            return _items(visit, node) if _is_valueless_list(value) else None
    return None


def _pairs(visit: Visit, table: ast.expr) -> list[Value] | None:
    """The keys of a table with classes or functions that are known when the script is compiled; None of others."""
    found: dict[Any, Value | None] = {}
    match table:
        case ast.Dict(keys, values) if all(isinstance(key, ast.Constant) for key in keys):
            pairs = zip(keys, values, strict=True)
            found = {key.value: of_module(visit, each) for key, each in pairs if isinstance(key, ast.Constant)}
        case ast.Name(name) if not is_local(visit, name):
            known = visit.world.resolve(name, visit.frame.instance.definition.outermost.function)
            if isinstance(known, FileObject) and isinstance(known.value, dict) and not is_changed(visit, known.value):
                for key, each in known.value.items():
                    described = visit.world.describe(each, f"{name}[{key!r}]")
                    is_object = isinstance(described, ObjectValue) and is_constant(key)
                    found[key] = resolved(visit, table, described, f"{name}[{key!r}]") if is_object else None
    objects = [value for value in found.values() if value is not None and valueless(value.type)]
    if not found or len(objects) < len(found) or (isinstance(table, ast.Dict) and len(table.keys) > len(found)):
        return None
    return [written_out([constant(visit, table, key), value]) for key, value in zip(found, objects, strict=True)]


def _may_be_listed(node: ast.expr) -> bool:
    return _may_be_whole(node.value if isinstance(node, ast.Starred) else node) or _may_be_joined(node)


def _lists(visit: Visit, node: ast.expr) -> list[list[Value] | None]:
    """What an argument of `zip` goes through: one list, or of `*lists` each."""
    if not isinstance(node, ast.Starred):
        return [_items(visit, node) if _may_be_whole(node) else _objects(visit, node)]
    found = _items(visit, node.value)
    return [_parts(items) for items in found] if found else [None]


def _may_be_whole(node: ast.expr) -> bool:
    """Whether an expression is one of those that stand for lists which are known whole."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr in ("get_weights", "gradient")
    return isinstance(node, ast.Name | ast.Attribute)


def _may_be_joined(node: ast.expr) -> bool:
    return isinstance(node, ast.List | ast.Tuple) or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add))


def _items(visit: Visit, node: ast.expr) -> list[Value] | None:
    with visit.filling() as code:
        value = visit.expression(node)
    if not value.type:  # what it is made of is not known yet
        raise PoisonedError
    known = atom_of(Tuple, value.type) if len(value.type) == 1 else None
    if known is None:
        return None
    visit.frame.code += code
    if value.items is not None and all(is_name(item.js) for item in value.items):
        return list(value.items)
    return _parts(value if is_name(value.js) or _is_valueless_list(value) else visit.named(value, "items"))


def _parts(owner: Value) -> list[Value] | None:
    """The items of a list that is known whole; None of others."""
    known = atom_of(Tuple, owner.type) if len(owner.type) == 1 else None
    return None if known is None else owner.written(owner.js).parts(known)


def _is_valueless_list(value: Value) -> bool:
    known = atom_of(Tuple, value.type)
    return known is not None and all(valueless(item) for item in known.items)


def _differ(steps: Sequence[Value]) -> bool:
    """Whether the target is of another type at each step, or something that is known now."""
    parts = [part for step in steps for part in (step.items or (step,))]
    return len({step.type for step in steps}) > 1 or any(_is_object(part.type) for part in parts)


def _hold(visit: Visit, steps: Sequence[Value]) -> bool:
    return any(visit.holds(step.type) for step in steps)


def _is_object(held: Type) -> bool:
    return any(isinstance(atom, Program | BuiltinName) for atom in held)
