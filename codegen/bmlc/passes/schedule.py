"""Order equations so that less memory is alive at once.

    dw1 = …                      dw1 = …
    dw2 = …                      w1' = update(w1, dw1)
    w1' = update(w1, dw1)  =>    dispose(dw1)           (insert_disposals comes next)
    w2' = update(w2, dw2)        dw2 = …

List scheduling: of the equations whose inputs are ready, take the one that leaves the fewest bytes alive; among
equals, the one that the user wrote first. The given order is kept where that is no better.
"""

from __future__ import annotations

from dataclasses import replace
from heapq import heappop, heappush

from bmlc.ir import Eqn, Function, Var, bytes_of, evaluate
from bmlc.passes.insert_disposals import insert_disposals
from bmlc.passes.memory import peak_at

__all__ = ["Nominal", "schedule"]


class Nominal(dict[str, int]):
    """What every symbol stands for while orders are compared: a usual batch."""

    def __missing__(self, symbol: str) -> int:
        return 64


def schedule(fn: Function) -> Function:
    """`fn` with its equations in the order of the smaller peak."""
    bindings = Nominal()
    candidate = replace(fn, body=_list_schedule(fn, bindings))
    better = peak_at(insert_disposals(candidate), bindings) < peak_at(insert_disposals(fn), bindings)
    return candidate if better else fn


def _list_schedule(fn: Function, bindings: dict[str, int]) -> tuple[Eqn, ...]:
    given = set(fn.inputs)
    size = {var: evaluate(bytes_of(var.type), bindings) for var in given}
    size.update((var, evaluate(bytes_of(var.type), bindings)) for eqn in fn.body for var in eqn.outs)
    kept = given.union(fn.results, *(eqn.outs for eqn in fn.body if eqn.op.name == "constant"))
    readers: dict[Var, set[int]] = {}  # of each value: the equations still to come
    missing: list[int] = []  # how many inputs of each equation are not computed yet
    growth: list[int] = []  # bytes alive after each equation minus bytes alive before it
    for index, eqn in enumerate(fn.body):
        inputs = set(eqn.inputs)
        missing.append(len(inputs - given))
        growth.append(0 if eqn.op.name == "constant" else sum(size[var] for var in eqn.outs))
        for var in inputs:
            readers.setdefault(var, set()).add(index)

    ready: list[tuple[int, int]] = []

    def enter(index: int) -> None:
        if not missing[index]:
            heappush(ready, (growth[index], index))

    def leave_to_the_last(var: Var) -> None:
        """An equation that alone is left to read `var` frees it. It is entered anew, before its other entry."""
        if len(readers[var]) == 1 and var not in kept:
            (last,) = readers[var]
            growth[last] -= size[var]
            enter(last)

    for index in range(len(fn.body)):
        enter(index)
    for var in readers:
        leave_to_the_last(var)
    order: dict[int, Eqn] = {}
    while ready:
        _, index = heappop(ready)
        if index in order:
            continue
        order[index] = eqn = fn.body[index]
        for var in set(eqn.inputs):
            readers[var].remove(index)
            leave_to_the_last(var)
        for var in eqn.outs:
            for reader in readers.get(var, ()):
                missing[reader] -= 1
                enter(reader)
    return tuple(order.values())
