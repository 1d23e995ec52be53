"""`bml.value_and_grad`: known when the script is compiled."""

from __future__ import annotations

from functools import partial
from typing import Any

from bmlc.scripts.program.crossing import as_python
from bmlc.scripts.program.host_types import FunctionType, ModelType, VariableType
from bmlc.scripts.program.world import Reference
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.table import row
from bmlc.scripts.types import Program
from bmlc.scripts.types.making import program_of
from bmlc.scripts.values import ObjectName, Value
from bmlc.scripts.visit import Visit

__all__: list[str] = []


@row("bml.value_and_grad(fn: object, argnums: object = None, has_aux: bool = False, variables: object = None)")
def _value_and_grad(visit: Visit, call: Call) -> Value:
    function = _function(call["fn"])
    if function is None:
        what = visit.described(call["fn"].type)
        message = f"bml.value_and_grad expects a tensor function, received {what}"
        raise visit.error("BML204", call.node, message, "define the loss at the top of the file as a @bml.function")

    def written(name: str, value: Value) -> Any:
        program = program_of(value.type, VariableType) or _function(value)
        if program is not None:
            return Reference(program)
        message = f"bml.value_and_grad expects {name!r} to be written out, received {visit.described(value.type)}"
        raise visit.error("BML207", call.node, message)

    given = {name: value for name, value in call.arguments.items() if name != "fn"}
    options = {name: as_python(value, partial(written, name)) for name, value in given.items()}
    made = visit.world.gradients(function, options, visit.loc(call.node))
    held = frozenset({Program(made)})
    return Value(held, ObjectName(made.name, held, visit.loc(call.node)))


def _function(value: Value) -> FunctionType | ModelType | None:
    return program_of(value.type, FunctionType) or program_of(value.type, ModelType)
