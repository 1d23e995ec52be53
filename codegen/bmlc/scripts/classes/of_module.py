"""Objects of the module, as they are once the file has run: lists, dictionaries, settings, own objects.

HISTORY = []                          =>     const history = [];
args = parser.parse_args()            =>     const args = { epochs: 3, lr: 0.1 };
trainer = Trainer(HISTORY)            =>     const trainer = Object.assign(new Trainer(), { history });

What only one object holds is written inside of it. Where scripts change such objects, they share them: `script.py`.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict, deque
from types import MethodType
from typing import Any

import numpy as np

from bmlc.emit import js
from bmlc.scripts.arrays.arrays import KINDS, numpy_type
from bmlc.scripts.classes.classes import ClassName, member_name, object_of, own_class, variant_for
from bmlc.scripts.fitting import fitted
from bmlc.scripts.frame import Frame, OwnClass
from bmlc.scripts.literals import dict_of, list_of, tuple_of
from bmlc.scripts.module import ARRAYS
from bmlc.scripts.program.resolving import known_now, resolved, resolves, valueless
from bmlc.scripts.program.world import FileClass, FileObject, ObjectValue, PipelineValue
from bmlc.scripts.rows.collections import default_dict_of, deque_of
from bmlc.scripts.types import Bound, BuiltinName
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = ["is_large"]

_WRITTEN = 2**16  # bytes of an array that is written into the program; larger ones are shipped as data sets are
_CONTAINERS = (list, dict, tuple, deque, defaultdict)


@resolves(FileObject)
def _object(visit: Visit, node: ast.AST, found: FileObject, text: str) -> Value:
    """An object of the module by its name."""
    visit.module.use(found.value, "name")
    return _named(visit, node, found.value, text)


def _named(visit: Visit, node: ast.AST, value: object, text: str) -> Value:
    key = id(value)
    if key in visit.module.open:
        visit.module.in_circle = True
    elif key not in visit.module.objects:
        name = re.sub(r"\W+", "_", text.rpartition(".")[2]).strip("_")
        visit.cells.grew |= ("module", key) not in visit.scopes.shared  # functions may have taken the name by now
        name = visit.scopes.share(("module", key), name)
        visit.module.open[key] = Value(frozenset(), js.name(name))
        with visit.entering(Frame(visit.module.instance)), visit.filling():
            built = _built(visit, node, value, text)
        if visit.module.in_circle:
            message = f"scripts do not use {text}, a {type(value).__name__} that lies in itself"
            raise visit.error("BML201", node, message, "keep it in an attribute of an object")
        del visit.module.open[key]
        visit.module.objects[key] = (name, built, visit.loc(node))
        if isinstance(value, np.ndarray):
            _keep_array(visit, node, name, value)
        visit.module.types[key] = built.type
        visit.module.mark(built.type)
    if key in visit.module.open:
        return visit.module.open[key]
    name, built, _ = visit.module.objects[key]
    return known_now(visit, node, built.type, text) or Value(built.type, js.name(name))


def _part(visit: Visit, node: ast.AST, value: object, text: str, owner: object, place: object) -> Value:
    """What an object holds."""
    described = visit.world.describe(value, text)
    if isinstance(described, FileObject):
        is_container = type(value) in _CONTAINERS
        is_alone = isinstance(value, np.generic) or (is_container and not visit.module.use(value, (id(owner), place)))
        return _built(visit, node, value, text) if is_alone else _named(visit, node, value, text)
    found = resolved(visit, node, described, text)
    if visit.holds(found.type):
        message = f"a script cannot use {text}, a tensor in an object of the file"
        raise visit.error("BML201", node, message, "make it in the script, or give each array a name")
    return found


def _built(visit: Visit, node: ast.AST, value: object, text: str) -> Value:
    """The object as an expression."""
    site = (visit.module.instance.definition.node, "module", id(value))
    match value:
        case deque():
            items = [_part(visit, node, item, f"{text}[{k}]", value, k) for k, item in enumerate(value)]
            return deque_of(visit, items, site, value.maxlen)
        case defaultdict() if value.default_factory is not None:
            name, factory = value.default_factory.__name__, value.default_factory
            made = Value(frozenset({BuiltinName(name)}), js.name(name))
            if not isinstance(factory, type):
                made = _part(visit, node, factory, f"{text}.default_factory", value, "factory")
            return default_dict_of(visit, node, made, dict_of(visit, _pairs(visit, node, value, text), site), site)
        case list() | tuple():
            items = [_part(visit, node, item, f"{text}[{k}]", value, k) for k, item in enumerate(value)]
            return list_of(visit, items, site) if isinstance(value, list) else tuple_of(visit, items)
        case dict():
            return dict_of(visit, _pairs(visit, node, value, text), site)
        case np.ndarray() | np.generic():
            return _array(visit, node, value, text)
        case MethodType():
            owner = _part(visit, node, value.__self__, text, value, "self")
            method = js.Member(js.Member(owner.js, member_name(value.__name__)), "bind")
            return Value(frozenset({Bound(owner.type, value.__name__)}), js.call(method, owner.js))
    return _instance(visit, node, value, text)


def _array(visit: Visit, node: ast.AST, value: Any, text: str) -> Value:
    """An array or a scalar of NumPy's, with its items written out."""
    kind = next((each for each in KINDS if each == str(value.dtype)), None)
    if kind is None:
        message = f"scripts do not use {text}, an array of {value.dtype}: theirs are of {', '.join(KINDS)}"
        raise visit.error("BML204", node, message, "convert it at the top of the file: x.astype(np.float64)")
    if kind in ("int64", "uint64") and value.size and max(abs(int(value.min())), int(value.max())) > 2**53:
        message = f"scripts do not use {text}, which has ints beyond 2**53: numbers of JavaScript are exact up to there"
        raise visit.error("BML204", node, message, "convert it at the top of the file: x.astype(np.float64)")
    if is_large(value):
        visit.uses_run = True
        name = visit.world.shipped(value, re.sub(r"\W+", "_", text).strip("_"))
        shipped = visit.call_helper("npShipped", js.name("run"), js.Literal(name))
        return Value(numpy_type(kind, value.ndim), js.Await(shipped))
    items = value.tolist() if kind != "float32" else value.astype(str).astype(float).tolist()  # the shortest digits
    helper = "npArray" if value.ndim else "npScalar"
    return Value(numpy_type(kind, value.ndim), visit.call_helper(helper, js.value(items), js.Literal(kind)))


def is_large(value: Any) -> bool:
    """Whether an array is shipped as data sets are, not written into the program."""
    return int(value.nbytes) > _WRITTEN


def _keep_array(visit: Visit, node: ast.AST, name: str, value: np.ndarray[Any, Any]) -> None:
    """Arrays that see the same items are one for NumPy, and several here: none of them may change."""
    visit.cells.grew |= name not in visit.module.arrays
    visit.module.arrays[name] = value
    if not visit.module.arrays_change:
        return
    visit.module.change(ARRAYS)
    for other, array in visit.module.arrays.items():
        if array is not value and np.may_share_memory(array, value):
            message = f"scripts set items of arrays, and {name} and {other} see the same ones"
            raise visit.error("BML201", node, message, "copy one at the top of the file: x.copy()")


def _pairs(visit: Visit, node: ast.AST, value: dict[object, object], text: str) -> list[tuple[Value, Value]]:
    return [
        (_part(visit, node, key, text, value, (k, "key")), _part(visit, node, item, f"{text}[{key!r}]", value, k))
        for k, (key, item) in enumerate(value.items())
    ]


def _instance(visit: Visit, node: ast.AST, value: object, text: str) -> Value:
    """An object with its attributes; those by which it lies in a circle are set once all objects are there."""
    own = _class_of(visit, node, value, text)
    itself = visit.module.open[id(value)] = visit.module.open[id(value)].as_type(frozenset({object_of(own)}))
    visit.module.roots.add(own.root)
    fields: list[js.Property | js.Method | js.Spread | js.Comment] = []
    for name, item in vars(value).items():
        visit.module.in_circle = False
        part = _part(visit, node, item, f"{text}.{name}", value, name)
        cell = visit.cells.attribute(own.root, name)
        visit.cells.grow(cell, part.type)
        held = visit.cells.resolve(cell.item)
        if valueless(held):
            continue
        written = visit.keep(fitted(visit, part, held)).js
        if visit.module.in_circle:
            place = js.Member(itself.js, member_name(name))
            visit.module.later.append(js.Assign(place, "=", written, visit.loc(node)))
        else:
            fields.append(js.Property(member_name(name), written))
    visit.module.in_circle = False
    whole: js.Expression = js.Object(tuple(fields))
    if own.settings is None:
        new = js.New(ClassName(own), ())
        whole = js.call(js.Member(js.name("Object"), "assign"), new, whole) if fields else new
    return Value(itself.type, whole)


def _class_of(visit: Visit, node: ast.AST, value: object, text: str) -> OwnClass:
    found = visit.world.describe(type(value), type(value).__name__)
    if isinstance(found, FileClass):
        own = own_class(visit, node, found)
        if own.exception is not None or not hasattr(value, "__dict__"):
            message = f"scripts do not use {text}, an object of {type(value).__name__} that the top of the file makes"
            raise visit.error("BML201", node, message, "make it in the script")
        described = ((name, visit.world.describe(item, name)) for name, item in vars(value).items())
        told = frozenset((name, each) for name, each in described if isinstance(each, ObjectValue | PipelineValue))
        own = variant_for(visit, own, told and ("module", told))
        visit.made_classes.add(own.name)
        return own
    if id(value) not in visit.module.settings:  # its class has nothing to be called
        written = ast.copy_location(ast.ClassDef(text, [], [], [ast.Pass()], []), node)
        name = f"{text}@{id(value)}"
        own = OwnClass(name, type(text, (), {}), None, written, visit.file, name, settings=frozenset(vars(value)))
        own.lineage = [own]
        visit.module.settings[id(value)] = visit.classes[own.name] = own
    return visit.module.settings[id(value)]
