"""Write short scans out.

h, hs = scan[length=2](h0, xs, w)            h1 = step(h0, xs[0], w)
  body: def step(h, x, w): …          =>     h = step(h1, xs[1], w)
                                             hs = concatenate(h1[None], h[None])
"""

from __future__ import annotations

from dataclasses import replace

from bmlc.ir import Builder, Eqn, Function, Var, building, scoped
from bmlc.ops import concatenate, expand_dims, zeros
from bmlc.ops.scan import SCAN
from bmlc.ops.slicing import getitem
from bmlc.ops.tensor import Tensor
from bmlc.passes.inline import inline, substitute

__all__ = ["unroll_scans"]

_FEWEST = 4  # steps of a scan that stays one


def unroll_scans(fn: Function) -> Function:
    """`fn` with every scan of fewer steps, known now, written out."""
    if not any(map(_is_short, fn.body)):
        return fn
    builder = Builder(fn.name, fn.loc, params=list(fn.params))
    builder.require(*fn.guards)
    env: dict[Var, Var] = {}
    with building(builder):
        for eqn in fn.body:
            if _is_short(eqn):
                with scoped(eqn.scope, eqn.loc):
                    given = replace(eqn, inputs=tuple(env.get(var, var) for var in eqn.inputs))
                    env.update(zip(eqn.outs, _steps(given), strict=True))
            else:
                builder.append(substitute(eqn, env))
    return replace(
        fn,
        body=tuple(builder.body),
        outs=tuple(env.get(var, var) for var in fn.outs),
        updates=tuple(replace(update, var=env.get(update.var, update.var)) for update in fn.updates),
        guards=tuple(builder.guards.values()),
    )


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
