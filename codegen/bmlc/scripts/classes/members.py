"""What the classes of an object have by a name: methods, properties and values, looked up as Python looks them up."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from types import FunctionType as PythonFunction
from typing import Any

from bmlc.emit import js
from bmlc.scripts.classes.classes import member_name, member_of, method_definition
from bmlc.scripts.classes.dataclass_methods import is_generated
from bmlc.scripts.constructs.own_calls import Target
from bmlc.scripts.frame import OwnClass
from bmlc.scripts.types import Atom, Class, Object, Type
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = [
    "METHODS",
    "Member",
    "accessors",
    "class_of",
    "classes_of",
    "has_special",
    "is_generated_here",
    "is_object",
    "lacks_special",
    "members_of",
    "method_targets",
    "private_name",
    "takes_object",
    "target_of",
]

METHODS = (PythonFunction, staticmethod, classmethod)


@dataclass(frozen=True)
class Member:
    """`own` is the class whose body has it, `atom` the object or class that was asked."""

    atom: Atom
    own: OwnClass
    value: Any


def is_object(held: Type) -> bool:
    """Whether values of this type are objects, or classes, of the file and nothing else."""
    return bool(held) and all(isinstance(atom, Object | Class) for atom in held)


def class_of(visit: Visit, atom: object) -> OwnClass:
    assert isinstance(atom, Object | Class)
    return visit.classes[atom.name]


def classes_of(visit: Visit, held: Type) -> list[OwnClass]:
    return [class_of(visit, atom) for atom in sorted(held, key=repr)]


def members_of(visit: Visit, held: Type, name: str) -> list[Member | None]:
    """What the classes of an object, or a class itself, have by this name, for each that it may be."""
    found = [(atom, member_of(visit, class_of(visit, atom), name)) for atom in sorted(held, key=repr)]
    return [None if member is None else Member(atom, *member) for atom, member in found]


def has_special(visit: Visit, node: ast.AST, held: Type, name: str) -> bool:
    """Whether all that a value of this type may be are objects whose classes have this method."""
    return bool(held) and all(isinstance(atom, Object) for atom in held) and None not in members_of(visit, held, name)


def lacks_special(visit: Visit, node: ast.AST, held: Type, name: str) -> bool:
    """Whether none of the objects that a value of this type may be has this method."""
    objects = frozenset(atom for atom in held if isinstance(atom, Object))
    return not any(members_of(visit, objects, name))


def private_name(visit: Visit, name: str) -> str:
    """`__step` in a method of `Trainer` is `_Trainer__step`: each class has its own."""
    own = visit.frame.instance.definition.outermost.method_of
    if own is None or not name.startswith("__") or name.endswith("__"):
        return name
    return f"_{own.python.__name__.lstrip('_')}{name}"


def is_generated_here(visit: Visit) -> bool:
    """Whether we are in a method that `@dataclass` writes."""
    function = visit.frame.instance.definition.outermost.function
    return function is not None and is_generated(function)


# What a call reaches


def method_targets(visit: Visit, node: ast.AST, owner: Value, name: str) -> list[Target] | None:
    """The methods that `owner.name(…)` may call; None where the name is no method."""
    members = members_of(visit, owner.type, name)
    found = [member for member in members if member is not None and isinstance(member.value, METHODS)]
    if len(found) < len(members):
        return None
    return [target_of(visit, node, owner, name, held, first) for first, held in _by_class(found)]


def _by_class(members: Sequence[Member]) -> list[tuple[Member, Type]]:
    """One member of each class, with all that was asked and has it of that class."""
    by_class: dict[str, list[Member]] = {}
    for member in members:
        by_class.setdefault(member.own.name, []).append(member)
    return [(several[0], frozenset(each.atom for each in several)) for several in by_class.values()]


def target_of(visit: Visit, node: ast.AST, owner: Value, name: str, held: Type, member: Member) -> Target:
    """The method of one class, for what of `owner` is of the type `held`."""
    own, value = member.own, member.value
    function = value if isinstance(value, PythonFunction) else value.__func__
    assert isinstance(function, PythonFunction)
    definition = method_definition(visit, node, own, member_name(name), function)
    are_classes = any(isinstance(atom, Class) for atom in held)
    if isinstance(value, classmethod):
        itself = owner.js if are_classes else js.Member(owner.js, "constructor")
        classes = frozenset(Class(each.name) for each in classes_of(visit, held))
        return Target(definition, {definition.parameters[0]: Value(classes, itself)}, itself)
    if isinstance(value, staticmethod) or are_classes:  # Base.method(self, …)
        return Target(definition)
    definition.takes_self = True
    return Target(definition, {definition.parameters[0]: Value(held, owner.js)})


def accessors(visit: Visit, node: ast.AST, owner: Value, name: str, kind: str) -> list[Target] | None:
    """What `@property` made of methods, `fget` or `fset` of each; None where not all classes have it."""
    members = members_of(visit, owner.type, name)
    found = [member for member in members if member is not None and getattr(member.value, kind, None) is not None]
    if len(found) < len(members):
        return None
    targets: list[Target] = []
    for member, held in _by_class(found):
        function = getattr(member.value, kind)
        written = member_name(name) if kind == "fget" else f"set_{name}$"
        definition = method_definition(visit, node, member.own, written, function)
        definition.takes_self = True
        targets.append(Target(definition, {definition.parameters[0]: Value(held, owner.js)}))
    return targets


def takes_object(target: Target) -> bool:
    """Whether it takes an object, which the call would have to give."""
    own = target.definition.method_of
    assert own is not None
    return not isinstance(vars(own.python).get(target.definition.name), staticmethod | classmethod)
