"""Apply the step function of a ReLU's gradient before that of the max pooling behind it, to fewer elements.

    y = max_pool(x)                          y = max_pool(x)
    d = max_pool_gradient(g, x, y)           t = step(y)
    s = step(x)                        =>    h = multiply(g, t)
    e = multiply(d, s)                       e = max_pool_gradient(h, x, y)

Each element of g goes to an element of x that equals its y, so the steps are equal too. A step is 0 or 1, so that no
rounding changes where windows overlap.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from bmlc.ir import Eqn, Function, Var

__all__ = ["gate_before_unpooling"]


def gate_before_unpooling(fn: Function) -> Function:
    """`fn` with every such product moved; what nobody reads any more stays for `eliminate_dead_code`."""
    maker = {var: eqn for eqn in fn.body for var in eqn.outs}
    readers = Counter(var for eqn in fn.body for var in eqn.inputs)
    readers.update(fn.results)
    body: list[Eqn] = []
    for eqn in fn.body:
        found = _unpooling_and_step(eqn, maker, readers)
        if found is None:
            body.append(eqn)
            continue
        unpooling, step = found
        g, x, y = unpooling.inputs
        gate, gated = Var(step.outs[0].name, y.type), Var(eqn.outs[0].name, g.type)
        body += [
            replace(step, inputs=(y,), outs=(gate,)),
            replace(eqn, inputs=(g, gate), outs=(gated,)),
            replace(unpooling, inputs=(gated, x, y), outs=eqn.outs),
        ]
    return replace(fn, body=tuple(body))


def _unpooling_and_step(eqn: Eqn, maker: dict[Var, Eqn], readers: Counter[Var]) -> tuple[Eqn, Eqn] | None:
    if eqn.op.name != "multiply":
        return None
    for a, b in (eqn.inputs, eqn.inputs[::-1]):
        unpooling, step = maker.get(a), maker.get(b)
        if unpooling is None or unpooling.op.name != "max_pool_gradient" or readers[a] != 1:
            continue
        if step is None or step.op.name != "step" or step.attrs["alpha"] != 0:
            continue
        if step.inputs[0] is unpooling.inputs[1]:
            return unpooling, step
    return None
