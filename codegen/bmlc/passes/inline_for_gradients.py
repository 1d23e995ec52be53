"""Write out what was there for the gradients' sake, once these have been taken.

y, e = custom_gradient[body=body, …](x)              e = exp(x)
  def body(x): e = exp(x); …; return y, e      =>    y = …
x1, w1 = taken[safe=False, …](p, x, w)               z = x * w
z = x1 * w1
v, d = taped[names=("w",)](z, g)                     # z and g themselves
"""

from __future__ import annotations

from collections.abc import Sequence

from bmlc.ir import Eqn, Function, Var
from bmlc.ir.inline import expand, inline
from bmlc.ops.control import CUSTOM_GRADIENT, TAPED
from bmlc.ops.taken import TAKEN, written_out

__all__ = ["inline_for_gradients"]


def inline_for_gradients(fn: Function) -> Function:
    """`fn` without custom_gradient, taken and taped equations."""

    def body(eqn: Eqn) -> Sequence[Var] | None:
        if eqn.op is CUSTOM_GRADIENT:
            return inline(eqn.attrs["body"], eqn.inputs)
        if eqn.op is TAPED:
            return eqn.inputs
        return written_out(eqn) if eqn.op is TAKEN else None

    while any(eqn.op in (CUSTOM_GRADIENT, TAKEN, TAPED) for eqn in fn.body):  # one may hold others
        fn = expand(fn, body)
    return fn
