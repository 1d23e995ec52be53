"""Write short scans out.

h, hs = scan[length=2](h0, xs, w)            h1 = step(h0, xs[0], w)
  body: def step(h, x, w): …          =>     h = step(h1, xs[1], w)
                                             hs = concatenate(h1[None], h[None])
"""

from __future__ import annotations

from bmlc.ir import Eqn, Function, Var
from bmlc.ir.inline import expand, inline
from bmlc.ops import concatenate, expand_dims, zeros
from bmlc.ops.scan import SCAN
from bmlc.ops.slicing import getitem
from bmlc.ops.tensor import Tensor

__all__ = ["unroll_scans"]

_FEWEST = 4  # steps of a scan that stays one


def unroll_scans(fn: Function) -> Function:
    """`fn` with every scan of fewer steps, known now, written out."""
    return expand(fn, lambda eqn: _steps(eqn) if _is_short(eqn) else None) if any(map(_is_short, fn.body)) else fn


def _is_short(eqn: Eqn) -> bool:
    return eqn.op is SCAN and isinstance(eqn.attrs["length"], int) and eqn.attrs["length"] < _FEWEST


def _steps(eqn: Eqn) -> list[Var]:
    body, first, length = eqn.attrs["body"], eqn.attrs["carries"], eqn.attrs["length"]
    last = first + eqn.attrs["slices"]
    carried, xs, constants = eqn.inputs[:first], eqn.inputs[first:last], eqn.inputs[last:]
    rows: list[tuple[Var, ...]] = []
    for i in reversed(range(length)) if eqn.attrs["reverse"] else range(length):
        outs = inline(body, (*carried, *(getitem(Tensor(x), i).var for x in xs), *constants))
        carried = outs[:first]
        rows.append(outs[first:])
    if eqn.attrs["reverse"]:
        rows.reverse()
    if not rows:
        return [*carried, *(zeros(var.type.shape, var.type.dtype).var for var in eqn.outs[first:])]
    columns = zip(*rows, strict=True)
    return [*carried, *(concatenate([expand_dims(Tensor(var), 0) for var in column]).var for column in columns)]
