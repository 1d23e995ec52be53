"""Classes that `namedtuple` and `NamedTuple` made: tuples whose items have names.

Transition(state, 1, reward=0.5)    =>    [state, 1, 0.5]
transition.reward                   =>    transition[2]
transition._replace(reward=1)       =>    [transition[0], transition[1], 1]
"""

from __future__ import annotations

import ast
from dataclasses import replace
from difflib import get_close_matches
from types import FunctionType

from bmlc.emit import js
from bmlc.scripts.functions.binding import Arguments, bind_arguments
from bmlc.scripts.literals import dict_of, tuple_of
from bmlc.scripts.program.resolving import resolved, resolves
from bmlc.scripts.program.world import FileFunction, TupleOfFile
from bmlc.scripts.types import STR, Tuple, TupleClass, Type, atom_of
from bmlc.scripts.values import Value, written_out
from bmlc.scripts.visit import Visit

__all__ = ["attribute_of_tuple", "fields_of", "function_of_tuple", "is_named", "make_tuple", "method_of_tuple"]


@resolves(TupleOfFile)
def _class(visit: Visit, node: ast.AST, found: TupleOfFile, text: str) -> Value:
    """A class by its name."""
    own = TupleClass(found.python)
    special = next((each for each in dir(found.python) if each.startswith("__") and _function(visit, own, each)), None)
    if special is not None:
        message = f"scripts do not have {special} of named tuples, as of {own.name}"
        raise visit.error("BML201", node, message, "make it a dataclass, or write a method that is called by its name")
    for name, default in found.defaults.items():
        visit.tuple_defaults[own, name] = resolved(visit, node, visit.world.describe(default, name), name)
    return Value(frozenset({own}), js.name(found.python.__name__))


def make_tuple(visit: Visit, node: ast.Call, own: TupleClass, arguments: Arguments) -> Value:
    """`Transition(state, reward=1)`"""
    names = own.fields
    defaults = {name: visit.tuple_defaults[own, name] for name in names if (own, name) in visit.tuple_defaults}
    needed = [name for name in names if name not in defaults]
    found = defaults | bind_arguments(visit, node, own.name, arguments, names, names, needed)
    plain = tuple_of(visit, [found[name] for name in names])
    return replace(plain, type=_named(plain.type, own))


def _named(held: Type, own: TupleClass) -> Type:
    return frozenset(replace(atom, own=own) if isinstance(atom, Tuple) else atom for atom in held)


def is_named(held: Type) -> bool:
    return bool(held) and all(isinstance(atom, Tuple) and atom.own is not None for atom in held)


def attribute_of_tuple(visit: Visit, node: ast.Attribute, owner: Value) -> Value:
    """`transition.reward`"""
    known = atom_of(Tuple, owner.type)
    assert known is not None
    assert known.own is not None
    names = known.own.fields
    if node.attr == "_fields":
        return fields_of(known.own)
    if node.attr not in names:
        close = get_close_matches(node.attr, names, n=1)
        hint = f"did you mean {close[0]}?" if close else f"it has {', '.join(names)}"
        message = f"{visit.described(owner.type)} in a script has no {node.attr}"
        raise visit.error("BML202", visit.file.name_loc(node), message, hint)
    at = names.index(node.attr)
    return Value(known.items[at], js.Index(visit.hold(owner).js, js.Literal(at)))


def fields_of(own: TupleClass) -> Value:
    """`Transition._fields`"""
    return written_out(Value(STR, js.Literal(name), constant=name) for name in own.fields)


def method_of_tuple(visit: Visit, node: ast.Call, owner: Value, name: str, arguments: Arguments) -> Value | None:
    """`transition._replace(reward=1)`, `transition._asdict()`; None for others."""
    known = atom_of(Tuple, owner.type)
    assert known is not None
    assert known.own is not None
    if name not in ("_replace", "_asdict"):
        return None
    names = known.own.fields
    items = dict(zip(names, visit.simple(owner, "owner").parts(known), strict=True))
    items |= bind_arguments(visit, node, name, arguments, (), names if name == "_replace" else (), ())
    if name == "_asdict":
        keys = [Value(STR, js.Literal(each), constant=each) for each in names]
        return dict_of(visit, list(zip(keys, items.values(), strict=True)), (node, name))
    plain = tuple_of(visit, [items[each] for each in names])
    return replace(plain, type=_named(plain.type, known.own))


def function_of_tuple(visit: Visit, node: ast.AST, held: Type, name: str, kind: type = FunctionType) -> Value | None:
    """A method that the class of a named tuple has, or with `property` what gives one, to be called with the tuple."""
    known = atom_of(Tuple, held)
    found = None if known is None or known.own is None else _function(visit, known.own, name, kind)
    return None if found is None else resolved(visit, node, found, name)


def _function(visit: Visit, own: TupleClass, name: str, kind: type = FunctionType) -> FileFunction | None:
    """What the file writes in the class of a named tuple: a method, or with `property` what gives one."""
    found = getattr(own.python, name, None)
    if not isinstance(found, kind):
        return None
    described = visit.world.describe(found.fget if isinstance(found, property) else found, name)
    return described if isinstance(described, FileFunction) else None
