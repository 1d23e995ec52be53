"""Lists, dictionaries, tuples and settings of the module: as they are once the file has run.

MILESTONES = [2, 4]                   =>     const milestones = [2, 4];
args = parser.parse_args()            =>     const args = { epochs: 3, lr: 0.1 };

A script has its own, which it may read only: what one script changed, the next one would not see.
"""

from __future__ import annotations

import ast

from bmlc.emit import js
from bmlc.scripts.device import valueless
from bmlc.scripts.fitting import fitted
from bmlc.scripts.frame import Frame
from bmlc.scripts.types import Holder, Settings, Tuple, Type
from bmlc.scripts.values import ObjectName, Value
from bmlc.scripts.visit import Visit
from bmlc.scripts.world import FileObject

__all__ = ["attribute_of_settings", "object_of_module"]


def object_of_module(visit: Visit, node: ast.AST, found: FileObject, text: str) -> Value:
    """An object of the module, which all functions of a script share."""
    key = id(found.value)
    if key not in visit.module_objects:
        loc = visit.loc(node)
        with visit.entering(Frame(visit.script)), visit.filling() as code:
            value = _built(visit, found.value, (visit.script.definition.node, key), text, node)
        if code or visit.holds(value.type):
            message = f"a script cannot use {text}, which holds tensors"
            raise visit.error("BML201", node, message, "make it in the script, or give each array a name")
        _mark(visit, value.type, text)
        visit.cells.grew |= ("module", key) not in visit.scopes.shared  # functions may have taken the name by now
        visit.module_objects[key] = (visit.scopes.share(("module", key), text.rpartition(".")[2]), value, loc)
    name, value, _ = visit.module_objects[key]
    if valueless(value.type):
        return Value(value.type, ObjectName(text, value.type, visit.loc(node)))
    return Value(value.type, js.name(name))


def _built(visit: Visit, value: object, site: tuple[ast.AST, *tuple[object, ...]], text: str, node: ast.AST) -> Value:
    """The object as an expression."""
    from bmlc.scripts.constructs.literals import dict_of, list_of, tuple_of  # which read names of the module

    match value:
        case list():
            items = [_built(visit, item, (*site, k), f"{text}[{k}]", node) for k, item in enumerate(value)]
            return list_of(visit, items, site)
        case tuple():
            return tuple_of(
                visit, [_built(visit, item, (*site, k), f"{text}[{k}]", node) for k, item in enumerate(value)]
            )
        case dict():
            pairs = [
                (
                    _built(visit, key, (*site, k, "key"), text, node),
                    _built(visit, item, (*site, k), f"{text}[{key!r}]", node),
                )
                for k, (key, item) in enumerate(value.items())
            ]
            return dict_of(visit, pairs, site)
    described = visit.world.describe(value, text)
    if not isinstance(described, FileObject):
        from bmlc.scripts.globals import resolved

        return resolved(visit, node, described, text)
    fields: list[js.Property | js.Method | js.Spread | js.Comment] = []
    types: list[tuple[str, Type]] = []
    for name, item in vars(value).items():
        part = _built(visit, item, (*site, name), f"{text}.{name}", node)
        cell = visit.cells.at(("settings", site, name))
        visit.cells.grow(cell, part.type)
        held = visit.cells.resolve(cell.item)
        types.append((name, held))
        if not valueless(held):
            fields.append(js.Property(name, fitted(visit, part, held).js))
    return Value(frozenset({Settings(text, tuple(types))}), js.Object(tuple(fields)))


def _mark(visit: Visit, held: Type, text: str) -> None:
    """What the object holds may not be changed."""
    for atom in held:
        match atom:
            case Holder():
                cell = visit.cells.of(atom)
                if not cell.of_module:
                    cell.of_module = text
                    for part in (cell.item, *cell.known.values()):
                        _mark(visit, part, text)
            case Tuple(items):
                for part in items:
                    _mark(visit, part, text)
            case Settings(_, fields):
                for _, part in fields:
                    _mark(visit, part, text)


def attribute_of_settings(visit: Visit, node: ast.Attribute, owner: Value, known: Settings) -> Value:
    """`args.lr`"""
    fields = dict(known.fields)
    if node.attr not in fields:
        from difflib import get_close_matches

        close = get_close_matches(node.attr, fields, n=1)
        hint = f"did you mean {close[0]}?" if close else f"it has {', '.join(fields)}"
        raise visit.error("BML202", node, f"{known.name} has no {node.attr}", hint)
    held = visit.cells.resolve(fields[node.attr])
    if valueless(held):
        return Value(held, ObjectName(f"{known.name}.{node.attr}", held, visit.loc(node)))
    return Value(held, js.Member(owner.js, node.attr))
