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

from bmlc.ir import Eqn, Function, Var, bytes_of, evaluate
from bmlc.passes.insert_disposals import insert_disposals
from bmlc.passes.memory import peak_at

__all__ = ["schedule"]


class _Nominal(dict[str, int]):
    """What every symbol stands for while orders are compared: a usual batch."""

    def __missing__(self, symbol: str) -> int:
        return 64


def schedule(fn: Function) -> Function:
    """`fn` with its equations in the order of the smaller peak."""
    bindings = _Nominal()
    candidate = replace(fn, body=_list_schedule(fn, bindings))
    better = peak_at(insert_disposals(candidate), bindings) < peak_at(insert_disposals(fn), bindings)
    return candidate if better else fn


def _list_schedule(fn: Function, bindings: dict[str, int]) -> tuple[Eqn, ...]:
    size = {var: evaluate(bytes_of(var.type), bindings) for eqn in fn.body for var in (*eqn.inputs, *eqn.outs)}
    readers: dict[Var, list[int]] = {}
    missing: list[int] = []  # how many inputs of each equation are not computed yet
    for index, eqn in enumerate(fn.body):
        unique = set(eqn.inputs).difference(fn.inputs)
        missing.append(len(unique))
        for var in set(eqn.inputs):
            readers.setdefault(var, []).append(index)
    uses = {var: len(indices) for var, indices in readers.items()}
    kept = set(fn.inputs) | set(fn.results)
    kept.update(var for eqn in fn.body if eqn.op.name == "constant" for var in eqn.outs)

    def growth(index: int) -> tuple[int, int]:
        """Bytes alive after the equation minus bytes alive before it, then its place in the given order."""
        eqn = fn.body[index]
        made = 0 if eqn.op.name == "constant" else sum(size[var] for var in eqn.outs)
        freed = sum(size[var] for var in set(eqn.inputs) if uses[var] == 1 and var not in kept)
        return made - freed, index

    ready = [index for index, count in enumerate(missing) if not count]
    order: list[Eqn] = []
    while ready:
        chosen = min(ready, key=growth)
        ready.remove(chosen)
        eqn = fn.body[chosen]
        order.append(eqn)
        for var in set(eqn.inputs):
            uses[var] -= 1
        for var in eqn.outs:
            for reader in readers.get(var, ()):
                missing[reader] -= 1
                if not missing[reader]:
                    ready.append(reader)
    return tuple(order)
