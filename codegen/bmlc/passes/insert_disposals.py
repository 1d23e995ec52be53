"""Free each tensor right after its last use.

    a = Conv2D(x, w)             a = Conv2D(x, w)
    b = Relu(a)           =>     b = Relu(a)
    return b                     dispose(a)
                                 return b

Parameters and captured variables belong to the caller, constants to the program: they are never freed here. What a
function returns belongs to the caller, so a result that is borrowed (or returned twice) gets a reference of its own
(`retain`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bmlc.ir import Eqn, Function, Var
from bmlc.kernels.loop import LOOP, is_look, taken

__all__ = ["DISPOSE", "RETAIN", "insert_disposals"]


@dataclass(frozen=True)
class _MemoryOperation:
    """`dispose(a, b)` drops a reference of each input; `b = retain(a)` adds one."""

    name: str


DISPOSE = _MemoryOperation("dispose")
RETAIN = _MemoryOperation("retain")


def insert_disposals(fn: Function) -> Function:
    """`fn` with `dispose` and `retain` equations, so that each reference made is dropped once or returned."""
    fn = _own_results(fn)
    last_use = {var: index for index, eqn in enumerate(fn.body) for var in (*eqn.outs, *eqn.inputs)}
    owned = {var for eqn in fn.body if eqn.op.name != "constant" and not is_look(eqn) for var in eqn.outs} - set(
        fn.results
    )
    owned -= {eqn.inputs[index] for eqn in fn.body if eqn.op is LOOP for index in taken(eqn)}
    dying: dict[int, list[Var]] = {}
    for var, index in last_use.items():
        if var in owned:
            dying.setdefault(index, []).append(var)
    body: list[Eqn] = []
    for index, eqn in enumerate(fn.body):
        body.append(eqn)
        if index in dying:
            body.append(Eqn(DISPOSE, tuple(dying[index]), (), {}, eqn.loc, eqn.scope))
    return replace(fn, body=tuple(body))


def _own_results(fn: Function) -> Function:
    """`fn` with every result made by an equation of its own, each used once."""
    taken: set[Var] = set(fn.inputs)
    taken.update(var for eqn in fn.body if eqn.op.name == "constant" for var in eqn.outs)
    extra: list[Eqn] = []

    def own(var: Var) -> Var:
        if var not in taken:
            taken.add(var)
            return var
        copy = Var(var.name, var.type)
        extra.append(Eqn(RETAIN, (var,), (copy,), {}, fn.loc, ""))
        return copy

    outs = tuple(own(var) for var in fn.outs)
    updates = tuple(replace(update, var=own(update.var)) for update in fn.updates)
    return replace(fn, body=(*fn.body, *extra), outs=outs, updates=updates)
