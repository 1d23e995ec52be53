"""`x.name` as a value."""

from __future__ import annotations

import ast

from bmlc.emit import js
from bmlc.scripts.arrays.arrays import is_numpy
from bmlc.scripts.classes.attributes import attribute_of_object
from bmlc.scripts.classes.named_tuples import attribute_of_tuple, is_named
from bmlc.scripts.classes.objects import is_object, name_of_class, present
from bmlc.scripts.constructs.calls import row_for_method
from bmlc.scripts.fitting import holder_of
from bmlc.scripts.names.globals import attribute_of
from bmlc.scripts.program.objects import attribute_of_program
from bmlc.scripts.rows.numpy_shapes import attribute_of_array
from bmlc.scripts.rows.reporting import TIMER, seconds_of
from bmlc.scripts.types import INT, NEVER, NONE, STR, BoundMethod, BuiltinName, Caught, Object, atom_of
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit, lowers

__all__: list[str] = []


@lowers(ast.Attribute)
def _attribute(visit: Visit, node: ast.Attribute) -> Value:
    match node.value:
        case ast.Call(func=ast.Name("type"), args=[value]) | ast.Attribute(value, "__class__") if (
            node.attr == "__name__"
        ):
            found = visit.expression(value)
            if any(isinstance(atom, Caught) for atom in found.type):
                return Value(STR, visit.call_helper("errorName", found.js))
            if found.type and all(isinstance(atom, Object) for atom in found.type):
                return name_of_class(visit, visit.guard(found))
    owner = present(visit, node.value, visit.expression(node.value), node.attr)
    if not owner.type:
        return Value(NEVER, owner.js)
    if owner.type == TIMER and node.attr == "seconds":
        return seconds_of(owner)
    if is_named(owner.type):
        return attribute_of_tuple(visit, node, owner)
    if is_object(owner.type):
        return attribute_of_object(visit, node, visit.hold(owner), node.attr)
    of_program = attribute_of_program(visit, node, owner, node.attr)
    if of_program is not None:
        return of_program
    if is_numpy(owner.type):
        of_array = attribute_of_array(visit, node, owner)
        if of_array is not None:
            return of_array
    named = atom_of(BuiltinName, owner.type)
    if named is not None:
        return attribute_of(visit, node, named, node.attr)
    if node.attr == "maxlen" and holder_of(owner.type, "deque") and len(owner.type) == 1:
        return Value(INT | NONE, js.Member(owner.js, "maxlen"))
    if row_for_method(owner.type, node.attr) is None:
        message = f"{visit.described(owner.type)} in a script has no {node.attr}"
        raise visit.error("BML201", visit.file.name_loc(node), message, of=[owner])
    return Value(frozenset({BoundMethod(owner.type, node.attr)}), owner.js, owner.fresh)
