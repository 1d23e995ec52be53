"""A `while_loop` as a loop of kernels that looks at a truth value before each step.

h = while_loop(h0, w)                       h = repeat(h0, w)
  condition(h, w): return less(h, w)   =>     condition(h, w): p = Less(h, w); t = Truth(p); return t
  body(h, w): return add(h, h)                body(h, w): return Add(h, h)

On a GPU `t = look(p)` stands for the Truth: the function is left there, until the value is read.
"""

from __future__ import annotations

from dataclasses import replace

from bmlc.ir import Eqn, Var, current_builder
from bmlc.kernels.loop import REPEAT
from bmlc.passes.lower_cond import truth
from bmlc.passes.regions import Around

__all__ = ["lower_while"]


def lower_while(eqn: Eqn, around: Around) -> tuple[Var, ...]:
    """Write the equation that stands for a while_loop; its results."""
    condition, body = (around.legalize(eqn.attrs[key]) for key in ("condition", "body"))
    look = truth(condition.outs[0], eqn, around.backend)
    condition = replace(condition, body=(*condition.body, look), outs=look.outs)
    results = tuple(Var(var.name, out.type) for var, out in zip(eqn.outs, body.outs, strict=True))
    attrs = {"condition": condition, "body": body, "carries": eqn.attrs["carries"]}
    current_builder().append(Eqn(REPEAT, eqn.inputs, results, attrs, eqn.loc, eqn.scope))
    return results
