"""A `while_loop` as a loop of kernels that looks at a truth value before each step.

h = while_loop(h0, w)                       h = repeat(h0, w)
  condition(h, w): return less(h, w)   =>     condition(h, w): p = Less(h, w); t = Truth(p); return t
  body(h, w): return add(h, h)                body(h, w): return Add(h, h)

On a GPU `t = look(p)` stands for the Truth: the function is left there, until the value is read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bmlc.ir import Eqn, Function, Var
from bmlc.kernels.kernel import Backend
from bmlc.kernels.loop import REPEAT
from bmlc.passes.lower_cond import truth

__all__ = ["lower_while"]


def lower_while(
    eqn: Eqn,
    inputs: tuple[Var, ...],
    makers: Mapping[Var, Eqn],
    backend: Backend,
    legalize: Callable[[Function], Function],
) -> tuple[list[Eqn], tuple[Var, ...]]:
    """The equation that stands for a while_loop, and its results; see `lower_cond`."""
    condition, body = (legalize(eqn.attrs[key]) for key in ("condition", "body"))
    look = truth(condition.outs[0], eqn, backend)
    condition = replace(condition, body=(*condition.body, look), outs=look.outs)
    results = tuple(Var(var.name, out.type) for var, out in zip(eqn.outs, body.outs, strict=True))
    attrs = {"condition": condition, "body": body, "carries": eqn.attrs["carries"]}
    return [Eqn(REPEAT, inputs, results, attrs, eqn.loc, eqn.scope)], results
