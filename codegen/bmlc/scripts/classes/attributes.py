"""Attributes of objects of the file's classes, read and set.

self.w = w - step     =>     run.drop(exchangeAttribute(this, "w", w - step));     where it may hold tensors
self.count += 1       =>     this.count = this.count + 1;
"""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Collection, Sequence
from dataclasses import replace
from difflib import get_close_matches

from bmlc.emit import js
from bmlc.scripts.classes.class_of_value import name_of_class
from bmlc.scripts.classes.classes import member_name, member_of
from bmlc.scripts.classes.members import (
    METHODS,
    Member,
    accessors,
    class_of,
    classes_of,
    is_generated_here,
    members_of,
    method_targets,
    private_name,
    takes_object,
)
from bmlc.scripts.constructs.own_calls import call_targets
from bmlc.scripts.counting.code import Do
from bmlc.scripts.counting.escaping import keeping
from bmlc.scripts.fitting import fitted, lasting
from bmlc.scripts.frame import OwnClass
from bmlc.scripts.functions.binding import Arguments
from bmlc.scripts.literals import constant
from bmlc.scripts.names.naming import forget_attributes, path_of
from bmlc.scripts.program.resolving import expect_one, known_now, resolved, valueless
from bmlc.scripts.types import FLOAT, INT, NONE, Bound, Cell, Class, Type
from bmlc.scripts.types.holding import always_empty
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = ["attribute_of_object", "is_super_init", "set_attribute_of_object"]


def _check_name(visit: Visit, node: ast.AST, owner: Value, name: str) -> None:
    is_exception = any(class_of(visit, atom).exception is not None for atom in owner.type)
    if is_exception and name in _OF_ERRORS:
        message = f"scripts do not have the attribute {name} of exceptions"
        raise visit.error("BML201", node, message, "give it another name; str(error) is its text")


_OF_ERRORS = ("args", "cause", "message", "name", "shown", "stack")


def attribute_of_object(visit: Visit, node: ast.AST, owner: Value, name: str) -> Value:
    """`owner.name`, where it is no method that is called."""
    name = private_name(visit, name)
    if name == "__name__" and len(owner.type) == 1 and isinstance(next(iter(owner.type)), Class):
        return constant(visit, node, class_of(visit, next(iter(owner.type))).python.__name__)
    _check_name(visit, node, owner, name)
    members = members_of(visit, owner.type, name)
    values = [member for member in members if member is not None]
    if any(isinstance(member.value, property) for member in values):
        targets = accessors(visit, node, owner, name, "fget")
        if targets is None:
            message = f"expected {name} to be a property of all classes of {visit.described(owner.type)}"
            raise visit.error("BML204", node, message)
        owner = visit.guard(owner, "owner")
        return call_targets(visit, node, js.Member(owner.js, member_name(name)), targets, Arguments([], {}))
    if any(isinstance(member.value, METHODS) for member in values):
        return _method_as_value(visit, node, owner, name)
    classes = classes_of(visit, owner.type)
    roots = {own.root for own in classes}
    for member in values:
        _read_value(visit, node, member, name)
        for root in roots:
            visit.known.learn(("attribute", root, name), member.own.itself.values[name])
    cell = _cell(visit, classes, name, values)
    is_of_class = any(isinstance(atom, Class) for atom in owner.type)
    if is_of_class and len(values) < len(members):
        raise visit.error("BML202", node, f"{visit.described(owner.type)} has no {name}")
    held = visit.cells.resolve(cell.item)
    if not held and not values and not _is_set_somewhere(visit, roots, name):
        raise visit.error("BML202", node, f"{visit.described(owner.type)} has no {name}", _close(visit, classes, name))
    may_lack = not values and not all(name in _first_set(visit, own) for own in classes)  # before anything can read it
    names = {own.python.__name__ for own in classes}
    owner = visit.simple(owner, "owner") if may_lack and len(names) > 1 else owner
    place: js.Expression = js.Member(owner.js, "prototype") if is_of_class else owner.js
    expression: js.Expression = js.Member(place, member_name(name))
    known = _narrowed(visit, node, held)
    expect_one(visit, node, held, name)
    found = known_now(visit, node, known, name)
    if found is not None:
        return found
    if may_lack:
        called = name_of_class(visit, node, owner).js
        expression = visit.call_helper("setAttribute", expression, called, js.Literal(name))
    if known >= FLOAT and not known >= INT and held >= INT:
        expression = js.call("Number", expression)
    is_own = len(roots) == 1 and not roots & visit.module.roots
    return Value(known, expression, place=("attribute", *roots, name) if is_own else ("item", cell.id))


def _narrowed(visit: Visit, node: ast.AST, held: Type) -> Type:
    """The type that is known of the attribute at this point."""
    known = (visit.env or {}).get(path_of(visit, node) or "")
    return held if known is None else visit.cells.resolve(known) & held or held


def _read_value(visit: Visit, node: ast.AST, member: Member, name: str) -> None:
    """A class attribute, as the module left it."""
    own = member.own.itself
    if name not in own.values:
        own.values[name] = resolved(visit, node, visit.world.describe(member.value, name), name)
    visit.cells.grow(visit.cells.attribute(own.root, name), own.values[name].type)


def _cell(visit: Visit, classes: Sequence[OwnClass], name: str, values: Sequence[Member | None]) -> Cell:
    """The cell of an attribute; objects of several hierarchies that meet hold it alike, and as their classes do."""
    of_classes = {each.own.itself.root for each in values if each is not None}
    first, *others = sorted({own.root for own in classes} | of_classes)
    cell = visit.cells.attribute(first, name)
    for other in others:
        visit.cells.merge(cell, visit.cells.attribute(other, name))
    return visit.cells.attribute(first, name)


def _is_set_somewhere(visit: Visit, roots: Collection[str], name: str) -> bool:
    """Whether a method of the classes sets the attribute, which may not have been gone through yet."""
    classes = [own for own in visit.classes.values() if own.root in roots]
    return (
        any(name in _set_in(own.node) for own in classes)
        or any(name in {*getattr(own.python, "__annotations__", {})} for own in classes)
        or visit.passes == 1
    )


def _set_in(node: ast.AST) -> set[str]:
    return {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Store)}


def _close(visit: Visit, classes: Sequence[OwnClass], name: str) -> str | None:
    known = [each for own in classes for each in visit.cells.attributes(own.root) if each != name]
    methods = [each for own in classes for each in dir(own.python) if not each.startswith("__")]
    close = get_close_matches(name, [*known, *methods], n=1)
    if close:
        return f"did you mean {close[0]}?"
    is_settings = any(own.settings is not None for own in classes)
    return f"it has {', '.join(known)}" if is_settings else "set it in __init__, or write a method of this name"


def _first_set(visit: Visit, own: OwnClass) -> set[str]:
    """The attributes that `__init__` sets before it gives the object to anybody, those of the base class included."""
    if own.settings is not None:
        return set(own.settings)
    if dataclasses.is_dataclass(own.python):
        return {each.name for each in dataclasses.fields(own.python)}
    base = own.lineage[1] if len(own.lineage) > 1 else None
    inherited = _first_set(visit, base) if base is not None else set()
    init = next((each for each in own.node.body if isinstance(each, ast.FunctionDef) and each.name == "__init__"), None)
    if init is None:
        return inherited
    found: set[str] = set()
    itself = init.args.args[0].arg if init.args.args else "self"
    for statement in init.body:
        if is_super_init(statement):
            found |= inherited
            continue
        stored = {
            each
            for each in ast.walk(statement)
            if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id == itself
        }
        escapes = sum(isinstance(each, ast.Name) and each.id == itself for each in ast.walk(statement)) > len(stored)
        reads = [each for each in stored if isinstance(each.ctx, ast.Load) and each.attr not in found]
        if not isinstance(statement, ast.Assign | ast.AnnAssign | ast.Expr) or escapes or reads:
            break
        found |= {each.attr for each in stored if isinstance(each.ctx, ast.Store)}
    return found


def is_super_init(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(ast.Call(ast.Attribute(ast.Call(ast.Name("super"), []), "__init__"))):
            return True
    return False


def _method_as_value(visit: Visit, node: ast.AST, owner: Value, name: str) -> Value:
    """`trainer.report`, to be called later: it keeps the object."""
    targets = method_targets(visit, node, owner, name)
    if targets is None:
        without = [atom for atom in owner.type if member_of(visit, class_of(visit, atom), name) is None]
        lacking = visit.described(frozenset(without))
        message = f"expected {name} to be a method of {visit.described(owner.type)}"
        hint = f"give it to {lacking}, too, or ask isinstance first" if without else None
        if without and len(owner.type) > 1:
            message = f"{lacking} has no method {name}, received {visit.described(owner.type)}"
        raise visit.error("BML204", node, message, hint, [owner])
    owner = visit.simple(owner, "owner")
    visit.keep_until_end(owner)
    is_of_class = any(isinstance(atom, Class) for atom in owner.type)
    if is_of_class and any(takes_object(target) for target in targets):
        raise visit.error("BML201", node, "scripts have methods of objects as values, not those of their classes")
    holder: js.Expression = js.Member(owner.js, "prototype") if is_of_class else owner.js
    first = [each.first for each in targets[:1] if each.first is not None]
    method = js.Member(js.Member(holder, member_name(name)), "bind")
    written = keeping(visit, js.call(method, holder, *first), js.Array((owner.js,)))
    return Value(frozenset({Bound(owner.type, name)}), written)


def set_attribute_of_object(visit: Visit, target: ast.Attribute, owner: Value, value: Value) -> bool:
    """`owner.name = value`: whether a property's method does it."""
    name = private_name(visit, target.attr)
    classes = classes_of(visit, owner.type)
    frozen = next((own for own in classes if own.is_frozen), None)
    if frozen is not None and not is_generated_here(visit):
        message = f"scripts do not set attributes of {frozen.python.__name__}, which is frozen"
        raise visit.error("BML201", target, message, "make another one")
    is_of_class = any(isinstance(atom, Class) for atom in owner.type)
    if is_of_class:
        visit.module.change(*(own.python for own in classes))
        owner = owner.written(js.Member(owner.js, "prototype"))
    visit.module.change(*(own.root for own in classes if own.root in visit.module.roots))
    _check_name(visit, target, owner, name)
    members = members_of(visit, owner.type, name)
    values = [member for member in members if member is not None]
    if any(isinstance(member.value, property) for member in values):
        targets = accessors(visit, target, owner, name, "fset")
        if targets is None:
            message = f"{name} of {visit.described(owner.type)} cannot be set"
            raise visit.error("BML204", target, message, "give the property a setter in each of the classes")
        setter = js.Member(owner.js, f"set_{name}$")
        visit.do(call_targets(visit, target, setter, targets, Arguments([value], {})).js)
        return True
    if any(isinstance(member.value, METHODS) for member in values):
        raise visit.error("BML201", target, f"scripts do not set methods, as {name}", "give the value another name")
    if is_of_class and None in members:
        hint = f"write {name} = ... in the class"
        raise visit.error("BML201", target, f"scripts do not give classes new attributes, as {name}", hint)
    for member in values:
        _read_value(visit, target, member, name)
    value = replace(lasting(visit, value), place=value.place)
    cell = _cell(visit, classes, name, members)
    visit.cells.grow(cell, value.type)
    roots = {own.root for own in classes}
    if is_of_class:  # variants have what their class has
        roots |= {each.root for each in visit.classes.values() if each.itself.root in roots}
    for root in roots:
        visit.known.learn(("attribute", root, name), value)
    forget_attributes(visit, name)
    path = path_of(visit, target)
    if isinstance(target.value, ast.Name) and visit.env is not None and path is not None:
        held = visit.cells.resolve(cell.item)
        held -= always_empty(held, visit.cells) - visit.cells.resolve(value.type)
        visit.env = {**visit.env, path: held if value.type >= NONE else held - NONE}
    if valueless(visit.cells.resolve(cell.item)):
        return False
    value = fitted(visit, value, visit.cells.resolve(cell.item))
    is_error = any(own.exception is not None for own in classes)
    if is_error and visit.holds(value.type):  # nobody counts who holds an error: what it holds stays until the end
        value = visit.simple(value)
        visit.keep_until_end(value)
    place = js.Member(owner.js, member_name(name))
    if visit.holds(cell.item) and not is_error:
        exchanged = visit.call_helper(
            "exchangeAttribute", owner.js, js.Literal(member_name(name)), visit.keep(value).js
        )
        visit.do(js.call(visit.run("drop"), exchanged))
        return False
    visit.frame.code.append(Do(js.Assign(place, "=", value.js, visit.loc(target))))
    return False
