"""Take what a scan slices apart before it, where nobody else reads it, so that each step frees its own slice.

zs = matmul(xs, k)                                 zs = matmul(xs, k)
hs = scan(h0, zs, w)                        =>     steps = scan(zs)             a stack: see `lower_scan`
  def step(h, z, w): …; return h1, h1                def step(z): return z
                                                   hs = scan(h0, steps, w)

For a moment there are all slices twice. So the steps have to stack no less than they free.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import chain

from bmlc.ir import Dim, Eqn, Function, Var, bytes_of, never_negative
from bmlc.ops.scan import SCAN

__all__ = ["unstack_slices"]


def unstack_slices(fn: Function) -> Function:
    """`fn` with such slices taken apart."""
    readers = Counter(chain(fn.results, *(eqn.inputs for eqn in fn.body)))
    makers: dict[Var, Eqn] = {}
    body: list[Eqn] = []
    for eqn in fn.body:
        own = _own(eqn, makers, readers) if eqn.op is SCAN else []
        apart = {var: Var(var.name, var.type) for var in own}
        body += [_taken_apart(eqn, *pair) for pair in apart.items()]
        body.append(replace(eqn, inputs=tuple(apart.get(var, var) for var in eqn.inputs)) if apart else eqn)
        makers.update(dict.fromkeys(eqn.outs, eqn))
    return replace(fn, body=tuple(body)) if len(body) > len(fn.body) else fn


def _own(scan: Eqn, makers: dict[Var, Eqn], readers: Counter[Var]) -> list[Var]:
    """What `scan` alone slices, unless that and the stacks that it takes from are more than it stacks."""
    body, first = scan.attrs["body"], scan.attrs["carries"]
    sliced = scan.inputs[first : first + scan.attrs["slices"]]
    freed = [var for var in sliced if var in makers and readers[var] == 1]
    more: Dim = 0
    for var in body.outs[first:]:
        more = more + bytes_of(var.type)
    for var in freed:
        more = more - bytes_of(var.type.with_shape(var.type.shape[1:]))
    return [var for var in freed if makers[var].op is not SCAN] if never_negative(more, smallest=1) else []


def _taken_apart(scan: Eqn, whole: Var, steps: Var) -> Eqn:
    part = Var(whole.name, whole.type.with_shape(whole.type.shape[1:]))
    body = Function(f"{whole.name}_part", (part,), (), (), (part,), (), scan.loc)
    attrs = {"body": body, "carries": 0, "slices": 1, "length": scan.attrs["length"], "reverse": False}
    return Eqn(SCAN, (whole,), (steps,), attrs, scan.loc, scan.scope)
