"""Write a function that brought its own gradient in its place, once that has been taken.

y, e = custom_gradient[body=body, …](x)              e = exp(x)
  def body(x): e = exp(x); …; return y, e      =>    y = …
"""

from __future__ import annotations

from collections.abc import Sequence

from bmlc.ir import Eqn, Function, Var
from bmlc.ir.inline import expand, inline
from bmlc.ops.custom_gradient import CUSTOM_GRADIENT

__all__ = ["inline_custom_gradients"]


def inline_custom_gradients(fn: Function) -> Function:
    """`fn` without custom_gradient equations."""

    def body(eqn: Eqn) -> Sequence[Var] | None:
        return inline(eqn.attrs["body"], eqn.inputs) if eqn.op is CUSTOM_GRADIENT else None

    while any(eqn.op is CUSTOM_GRADIENT for eqn in fn.body):  # one may hold others
        fn = expand(fn, body)
    return fn
