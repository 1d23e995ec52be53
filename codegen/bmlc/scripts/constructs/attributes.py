"""`x.name` as a value."""

from __future__ import annotations

import ast
from functools import partial

from bmlc.emit import js
from bmlc.scripts.arrays.arrays import is_numpy
from bmlc.scripts.checked import by_kinds, with_attribute
from bmlc.scripts.classes.attributes import attribute_of_object
from bmlc.scripts.classes.class_of_value import class_of_value, name_of_class
from bmlc.scripts.classes.members import is_object
from bmlc.scripts.classes.named_tuples import attribute_of_tuple, fields_of, function_of_tuple, is_named
from bmlc.scripts.constructs.calls import call_value, row_for_method
from bmlc.scripts.fitting import holder_of
from bmlc.scripts.functions.binding import Arguments
from bmlc.scripts.literals import constant
from bmlc.scripts.names.globals import attribute_of
from bmlc.scripts.program.objects import attribute_of_program
from bmlc.scripts.rows.numpy_shapes import attribute_of_array
from bmlc.scripts.rows.reporting import TIMER, seconds_of
from bmlc.scripts.types import INT, NEVER, NONE, BoundMethod, BuiltinName, Caught, Object, TupleClass, atom_of
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit, lowers

__all__: list[str] = []


@lowers(ast.Attribute)
def _attribute(visit: Visit, node: ast.Attribute) -> Value:
    match node.value:
        case ast.Call(func=ast.Name("type"), args=[value]) | ast.Attribute(value, "__class__") if (
            node.attr == "__name__"
        ):
            return by_kinds(visit, node, [visit.expression(value)], partial(name_of_class, visit, node), type)
    owner = visit.expression(node.value)
    if not owner.type:
        return Value(NEVER, owner.js)
    python = partial(with_attribute, name=node.attr)
    return by_kinds(visit, node, [owner], partial(_attribute_of, visit, node), python, [node.value])


def _attribute_of(visit: Visit, node: ast.Attribute, owner: Value) -> Value:
    if owner.type == TIMER and node.attr == "seconds":
        return seconds_of(owner)
    if is_named(owner.type):
        function = function_of_tuple(visit, node, owner.type, node.attr, property)
        if function is not None:
            call = visit.once((node, "get"), ast.copy_location(ast.Call(node, [], []), node))
            return call_value(visit, call, function, Arguments([owner], {}))
        return attribute_of_tuple(visit, node, owner)
    if is_object(owner.type) and node.attr == "__class__" and all(isinstance(atom, Object) for atom in owner.type):
        return class_of_value(visit, node, owner)
    if is_object(owner.type):
        return attribute_of_object(visit, node, visit.hold(owner), node.attr)
    of_program = attribute_of_program(visit, node, owner, node.attr)
    if of_program is not None:
        return of_program
    if is_numpy(owner.type):
        of_array = attribute_of_array(visit, node, owner)
        if of_array is not None:
            return of_array
    own = atom_of(TupleClass, owner.type)
    if own is not None and node.attr in ("_fields", "__name__"):
        return fields_of(own) if node.attr == "_fields" else constant(visit, node, own.name)
    named = atom_of(BuiltinName, owner.type)
    if named is not None:
        return attribute_of(visit, node, named, node.attr)
    if node.attr == "maxlen" and holder_of(owner.type, "deque") and len(owner.type) == 1:
        return Value(INT | NONE, js.Member(owner.js, "maxlen"))
    if row_for_method(owner.type, node.attr) is None:
        message = f"{visit.described(owner.type)} in a script has no {node.attr}"
        is_error = any(isinstance(atom, Caught) for atom in owner.type)
        hint = "str(error) is its text; a class of your own has attributes" if is_error else None
        hint = "write a lambda: lambda i: xs[i]" if node.attr == "__getitem__" else hint
        raise visit.error("BML201", visit.file.name_loc(node), message, hint, [owner])
    return Value(frozenset({BoundMethod(owner.type, node.attr)}), owner.js, owner.fresh)
