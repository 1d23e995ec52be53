"""`bml.value_and_grad`: known when the script is compiled."""

from __future__ import annotations

from typing import Any

from bmlc.scripts.program.host_types import FunctionType, ModelType, VariableType
from bmlc.scripts.program.world import Reference
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.table import row
from bmlc.scripts.types import Program, Tuple, atom_of
from bmlc.scripts.values import ObjectName, Value
from bmlc.scripts.visit import Visit

__all__: list[str] = []


@row("bml.value_and_grad(fn: object, argnums: object = None, has_aux: bool = False, variables: object = None)")
def _value_and_grad(visit: Visit, call: Call) -> Value:
    known = atom_of(Program, call["fn"].type)
    if known is None or not isinstance(known.object, FunctionType | ModelType):
        what = visit.described(call["fn"].type)
        message = f"bml.value_and_grad expects a tensor function, received {what}"
        raise visit.error("BML204", call.node, message, "define the loss at the top of the file as a @bml.function")
    options = {name: _written(visit, call, name, value) for name, value in call.arguments.items() if name != "fn"}
    made = visit.world.gradients(known.object, options, visit.loc(call.node))
    held = frozenset({Program(made)})
    return Value(held, ObjectName(made.name, held, visit.loc(call.node)))


def _written(visit: Visit, call: Call, name: str, value: Value) -> Any:
    if value.is_known:
        return value.constant
    if value.items is not None:
        items = [_written(visit, call, name, item) for item in value.items]
        return items if not atom_of(Tuple, value.type) else tuple(items)
    program, parts = atom_of(Program, value.type), atom_of(Tuple, value.type)
    if program is not None and isinstance(program.object, VariableType | FunctionType | ModelType):
        return Reference(program.object)
    if parts is not None and all(atom_of(Program, item) for item in parts.items):
        found = [_written(visit, call, name, Value(item, value.js)) for item in parts.items]
        return found if parts.kind == "list" else tuple(found)
    what = visit.described(value.type)
    raise visit.error("BML207", call.node, f"bml.value_and_grad expects {name!r} to be written out, received {what}")
