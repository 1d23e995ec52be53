"""What is assigned to: names, items, attributes, and several of them at once."""

from __future__ import annotations

import ast

from bmlc.emit import js
from bmlc.frontend.host import OfProgram
from bmlc.scripts.arrays import array_of
from bmlc.scripts.code import Unpack
from bmlc.scripts.constructs.subscripts import store_item, store_slice
from bmlc.scripts.device import call_traced
from bmlc.scripts.indexing import entries_of, is_part, store_array
from bmlc.scripts.iteration import iterated
from bmlc.scripts.naming import assign_name, bind, js_name
from bmlc.scripts.objects import is_object, set_attribute_of_object
from bmlc.scripts.types import NEVER, Program, Tuple, Type, atom_of
from bmlc.scripts.values import Value, is_name, is_simple
from bmlc.scripts.visit import Visit

__all__ = ["assign", "pattern_of", "set_attribute"]


def assign(visit: Visit, target: ast.expr, value: Value, node: ast.AST) -> None:
    """`target = value`"""
    match target:
        case ast.Name(name):
            assign_name(visit, name, value)
        case ast.Subscript(owner, ast.Slice() as ends):
            whole = value if is_name(value.js) or value.is_known else visit.named(value)
            holder = visit.hold(visit.expression(owner))
            if array_of(holder.type) is not None:
                store_array(visit, holder, entries_of(visit, ends), whole, target)
            else:
                store_slice(visit, holder, ends, whole, target)
        case ast.Subscript(owner, ast.Tuple(elts) as key) if any(map(is_part, elts)):
            whole = value if is_simple(value.js) else visit.named(value)
            holder = visit.expression(owner)
            store_array(visit, holder, entries_of(visit, key), whole, target)
        case ast.Subscript(owner, key):
            if not is_simple(value.js) and any(isinstance(each, ast.Call) for each in ast.walk(target)):
                value = visit.named(value)  # which is evaluated before the place
            holder, place = visit.expressions([owner, key])
            store_item(visit, holder, place, value, target)
        case ast.Tuple(elts) | ast.List(elts):
            _unpack(visit, elts, value, target)
        case ast.Attribute():
            set_attribute(visit, target, value)
        case _:
            raise visit.error("BML201", target, "scripts do not assign to this")


def set_attribute(visit: Visit, target: ast.Attribute, value: Value) -> None:
    """`optimizer.learning_rate = value`"""
    owner = visit.expression(target.value)
    if is_object(owner.type):
        owner = owner if is_name(owner.js) else visit.named(owner, "owner")
        set_attribute_of_object(visit, target, owner, value)
        return
    known = atom_of(Program, owner.type)
    setter = (
        visit.world.setter(known.object, target.attr)
        if known is not None and isinstance(known.object, OfProgram)
        else None
    )
    if setter is None:
        hint = "set it at the top of the file" if known is not None else "keep the value by a name, or in a dictionary"
        raise visit.error("BML201", target, "scripts do not set attributes", hint)
    done = call_traced(visit, target, setter, [visit.hold(value)])
    visit.do(js.call(visit.run("drop"), done.js) if visit.holds(done.type) else done.js)


def _unpack(visit: Visit, targets: list[ast.expr], value: Value, node: ast.expr) -> None:
    """`a, b = value`"""
    stars = [k for k, each in enumerate(targets) if isinstance(each, ast.Starred)]
    known = next(iter(value.type)) if len(value.type) == 1 else None
    if isinstance(known, Tuple) and not stars:
        if len(known.items) != len(targets):
            count = len(known.items)
            raise visit.error(
                "BML204",
                node,
                f"expected {len(targets)} values, received {visit.described(value.type)}",
                None if count else None,
            )
        _unpack_known(visit, targets, value, known.items)
        return
    if not value.type:
        for each in targets:
            assign(visit, each.value if isinstance(each, ast.Starred) else each, Value(NEVER, js.Literal(None)), node)
        return
    walk = iterated(visit, visit.hold(value, "items"), node)
    if stars:
        after = len(targets) - 1 - stars[0]
        whole = visit.call_helper("unpackRest", walk.js, js.Literal(stars[0]), js.Literal(after))
    else:
        whole = visit.call_helper("unpack", walk.js, js.Literal(len(targets)))
    if visit.holds(walk.item):
        whole = js.call(visit.run("adopt"), whole)
    parts: list[Type] = []
    for each in targets:
        if isinstance(each, ast.Starred):
            holder, cell = visit.cells.holder("list", (each, visit.here))
            visit.cells.grow(cell, walk.item)
            parts.append(frozenset({visit.cells.current(holder)}))
        else:
            parts.append(walk.item)
    plain = [each.value if isinstance(each, ast.Starred) else each for each in targets]
    _set_all(visit, plain, parts, Value(frozenset({Tuple(tuple(parts))}), whole, fresh=True))


def _unpack_known(visit: Visit, targets: list[ast.expr], value: Value, items: tuple[Type, ...]) -> None:
    whole = value
    if not value.fresh and visit.holds(value.type):
        whole = Value(value.type, js.call(visit.run("adopt"), js.Array((js.Spread(value.js),))), fresh=True)
    _set_all(visit, targets, list(items), whole)


def _set_all(visit: Visit, targets: list[ast.expr], items: list[Type], whole: Value) -> None:
    """Names in one statement; other targets one by one, in Python's order."""
    names = [each.id for each in targets if isinstance(each, ast.Name)]
    simple = len(names) == len(targets) == len(set(names))
    if simple and not any(visit.cells.is_kept_apart(visit.place(name)) for name in names):
        visit.frame.code.append(
            Unpack([js_name(visit, visit.frame.renamed.get(name, name)) for name in names], whole.js, fresh=whole.fresh)
        )
        for name, held in zip(names, items, strict=True):
            if visit.holds(held):
                visit.frame.instance.owned[js_name(visit, visit.frame.renamed.get(name, name))] = None
            bind(visit, name, held)
        return
    name = visit.temporary("items")
    visit.let(name, whole)
    for k, (each, held) in enumerate(zip(targets, items, strict=True)):
        assign(visit, each, Value(held, js.Index(js.name(name), js.Literal(k))), each)


def pattern_of(
    visit: Visit, target: ast.expr, item: Type, seen: set[str] | None = None
) -> js.Identifier | js.ArrayPattern | None:
    """The pattern of a parameter that stands for `target`, whose names are bound; None where there is no such one."""
    seen = set() if seen is None else seen
    if isinstance(target, ast.Name):
        if target.id in seen:
            return None
        seen.add(target.id)
        bind(visit, target.id, item)
        return js.name(js_name(visit, visit.frame.renamed.get(target.id, target.id)))
    known = next(iter(item)) if len(item) == 1 else None
    if isinstance(target, ast.Tuple | ast.List) and isinstance(known, Tuple) and len(known.items) == len(target.elts):
        parts = [pattern_of(visit, each, held, seen) for each, held in zip(target.elts, known.items, strict=True)]
        if all(part is not None for part in parts):
            return js.ArrayPattern(tuple(part for part in parts if part is not None))
    return None
