"""Classes that `namedtuple` and `NamedTuple` made: tuples whose items have names.

Transition(state, 1, reward=0.5)    =>    [state, 1, 0.5]
transition.reward                   =>    transition[2]
"""

from __future__ import annotations

import ast
from dataclasses import replace
from difflib import get_close_matches

from bmlc.emit import js
from bmlc.scripts.functions.binding import Arguments, bind_arguments
from bmlc.scripts.literals import tuple_of
from bmlc.scripts.program.resolving import resolved, resolves
from bmlc.scripts.program.world import TupleOfFile
from bmlc.scripts.types import Tuple, TupleClass, Type, atom_of
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = ["attribute_of_tuple", "is_named", "make_tuple"]


@resolves(TupleOfFile)
def _class(visit: Visit, node: ast.AST, found: TupleOfFile, text: str) -> Value:
    """A class by its name."""
    own = TupleClass(found.python)
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
    if node.attr not in names:
        close = get_close_matches(node.attr, names, n=1)
        hint = f"did you mean {close[0]}?" if close else f"it has {', '.join(names)}"
        message = f"{visit.described(owner.type)} in a script has no {node.attr}"
        raise visit.error("BML202", visit.file.name_loc(node), message, hint)
    at = names.index(node.attr)
    return Value(known.items[at], js.Index(visit.hold(owner).js, js.Literal(at)))
