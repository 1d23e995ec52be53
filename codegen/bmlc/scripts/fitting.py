"""Values as the places that take them hold them.

x: {float}  =>  a place of {int, float}      tag(x): a float that looks like an int says that it is a float
t: {tuple}  =>  a place of {list, tuple}     asTuple(t)
"""

from __future__ import annotations

import ast
from dataclasses import replace

from bmlc.emit import js
from bmlc.scripts.types import BOOL, FLOAT, INT, Atom, Cell, Class, Holder, Number, Object, Tuple, Type, atom_of
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = ["either_number", "fitted", "grow_key", "holder_of", "lasting", "number", "plain_number"]


def fitted(visit: Visit, value: Value, target: Type) -> Value:
    """`value` as a place of type `target` holds it."""
    held = value.type
    if target >= INT and target >= FLOAT:
        visit.cells.ask_kind(held)
    if target >= INT and target >= FLOAT and held >= FLOAT and not held >= INT:
        return Value(held | INT, visit.call_helper("tag", value.js), value.fresh)
    if atom_of(Number, target) and held >= INT and held >= FLOAT:
        return Value(held, js.call("Number", value.js))
    tuple_, wanted = atom_of(Tuple, held), atom_of(Tuple, target)
    is_tuple = (tuple_ and tuple_.kind == "tuple") or holder_of(held, "tuple")
    is_told = is_tuple and holder_of(target, "list") and not holder_of(held, "list")
    if tuple_ and wanted and tuple_ != wanted and len(tuple_.items) == len(wanted.items):
        value = _fitted_items(visit, value, tuple_, wanted.items)
        return Value(value.type, visit.call_helper("asTuple", value.js), value.fresh) if is_told else value
    if is_told:
        value = Value(held, visit.call_helper("asTuple", value.js), value.fresh)
    loose = holder_of(target, "tuple")
    if tuple_ and loose:
        item = visit.cells.of(loose).item
        return _fitted_items(visit, value, tuple_, (item,) * len(tuple_.items))
    return value


def lasting(visit: Visit, value: Value) -> Value:
    """An iterator that is kept: it is gone through once, and a loop that is left early does not end it."""
    if holder_of(value.type, "iterator") is None or not value.fresh:
        return value
    if isinstance(value.js, js.Call) and value.js.callee == js.name("lasting"):
        return value
    return Value(value.type, visit.call_helper("lasting", value.js), value.fresh)


def either_number(visit: Visit, value: Value) -> js.Expression:
    """A number of either kind, which says what it is: a float among bools, which it is told from otherwise, too."""
    visit.cells.ask_kind(value.type)
    return fitted(visit, value, INT | FLOAT).js


def plain_number(value: Value) -> Value:
    """A number that says what it is, as JavaScript's number."""
    if value.type & (INT | BOOL) and (value.type >= FLOAT or (value.type >= BOOL and atom_of(Number, value.type))):
        return Value(value.type - BOOL | INT, js.call("Number", value.js))
    return value


def number(value: Value) -> js.Expression:
    """An int as JavaScript's number, where a bool may stand, too."""
    if any(getattr(atom, "name", "") == "bool" for atom in value.type):
        if isinstance(value.js, js.Literal):
            return js.Literal(int(bool(value.js.value)))
        return js.call("Number", value.js)
    return value.js


def grow_key(visit: Visit, cell: Cell, held: Type, at: ast.AST) -> None:
    """Keys of this type are put into the dictionaries of `cell`.

    Raises:
        UserError: BML204 for a key that Python cannot hash.
    """
    unhashable = _unhashable(frozenset(atom for atom in held if not _is_itself(visit, atom)))
    if unhashable is not None:
        what = visit.described(frozenset({unhashable}))
        message = f"a key is a number, a string, a bool, None or a tuple of them, received {what}"
        hint = "make a tuple of its attributes" if isinstance(unhashable, Object) else "make a tuple of it"
        raise visit.error("BML204", at, message, hint)
    visit.cells.grow_key(cell, held)


def _is_itself(visit: Visit, atom: Atom) -> bool:
    """Whether it is an object that equals only itself, and holds no tensors: JavaScript tells such keys apart, too."""
    if not isinstance(atom, Object) or visit.classes[atom.name].settings is not None:
        return False
    special = {name for each in visit.classes[atom.name].lineage for name in vars(each.python)}
    return special.isdisjoint(("__eq__", "__hash__")) and not visit.holds(frozenset({atom}))


def _unhashable(held: Type) -> Atom | None:
    for atom in held:
        if isinstance(atom, Object | Class) or (isinstance(atom, Holder) and atom.kind in ("list", "dict", "deque")):
            return atom
        inside = atom.items if isinstance(atom, Tuple) else ()
        found = next((each for item in inside if (each := _unhashable(item)) is not None), None)
        if found is not None or (isinstance(atom, Tuple) and atom.kind == "list"):
            return found or atom
    return None


def holder_of(held: Type, *kinds: str) -> Holder | None:
    """The atom of a container of one of these kinds."""
    return next((atom for atom in held if isinstance(atom, Holder) and atom.kind in kinds), None)


def _fitted_items(visit: Visit, value: Value, whole: Tuple, wanted: tuple[Type, ...]) -> Value:
    """A tuple whose items are held in another way."""
    if value.items is not None:
        items = tuple(fitted(visit, item, want) for item, want in zip(value.items, wanted, strict=True))
        kind = frozenset({replace(whole, items=tuple(item.type for item in items))})
        return Value(kind, js.Array(tuple(item.js for item in items)), value.fresh, items=items)
    places = [Value(each, js.Index(js.name("items"), js.Literal(k))) for k, each in enumerate(whole.items)]
    changed = [fitted(visit, place, want) for place, want in zip(places, wanted, strict=True)]
    if all(change.js is place.js for change, place in zip(changed, places, strict=True)):
        return value
    remade: js.Expression = js.Array(tuple(change.js for change in changed))
    others = value.type - {whole}
    if others:  # it may be something else
        from bmlc.scripts.rows.kinds import kind_test

        is_tuple = kind_test(visit, Value(value.type, js.name("items")), [whole])
        remade = js.Conditional(is_tuple, remade, js.name("items"))
    remade_type: Type = others | {replace(whole, items=tuple(change.type for change in changed))}
    return Value(remade_type, js.Call(js.Arrow((js.name("items"),), remade), (value.js,)), value.fresh)
