"""Drop equations whose outs nobody reads, and captures that nothing uses.

a = relu(x)
b = exp(x)        =>    a = relu(x)
return a                return a
"""

from __future__ import annotations

from dataclasses import replace

from bmlc.ir import Function
from bmlc.ops.region import needed_eqns

__all__ = ["eliminate_dead_code", "eliminate_dead_kernels"]


def eliminate_dead_code(fn: Function) -> Function:
    """`fn` with the equations and captures that its results need, in the same order. All ops are pure."""
    fn = eliminate_dead_kernels(fn)
    used = set(fn.results).union(*(eqn.inputs for eqn in fn.body))
    captures = tuple(capture for capture in fn.captures if capture.var in used)
    return fn if captures == fn.captures else replace(fn, captures=captures)


def eliminate_dead_kernels(fn: Function) -> Function:
    """The same with all captures kept: the signature of a lowered function is the program's."""
    body, _ = needed_eqns(fn.body, set(fn.results))
    return fn if body is fn.body else replace(fn, body=body)
