"""Compute before a loop what is the same at each of its steps.

h = loop(h0, w)                                  t = Transpose[perm=(1, 0)](w)
  body(h, w): t = Transpose[perm=(1, 0)](w)  =>  h = loop(h0, w, t)
              …                                    body(h, w, t): …
"""

from __future__ import annotations

from dataclasses import replace

from bmlc.ir import Eqn, Var, symbols_in
from bmlc.kernels.loop import BRANCH, LOOP, REPEAT, TAKE

__all__ = ["hoist_invariants"]


def hoist_invariants(loop: Eqn) -> list[Eqn]:
    """The equations that moved, then `loop` without them."""
    body, carries, index = loop.attrs["body"], loop.attrs["carries"], loop.attrs["index"]
    outside = dict(zip(body.params[carries:], loop.inputs[carries:], strict=True))
    constants: dict[Var, Eqn] = {}
    before: list[Eqn] = []
    rest: list[Eqn] = []
    params, inputs = list(body.params), list(loop.inputs)
    for eqn in body.body:
        if eqn.op.name == "constant":
            constants[eqn.outs[0]] = eqn
            rest.append(eqn)
        elif (
            eqn.op not in (LOOP, TAKE, BRANCH, REPEAT)
            and all(var in outside or var in constants for var in eqn.inputs)
            and index not in symbols_in(eqn.attrs)
        ):
            for var in [var for var in dict.fromkeys(eqn.inputs) if var in constants]:
                before.append(constants.pop(var))
                outside[var] = var
            before.append(eqn.reading(outside))
            for var in eqn.outs:
                inner = Var(var.name, var.type)
                outside[var] = var
                params.append(inner)
                inputs.append(var)
        else:
            rest.append(eqn)
    if not before:
        return [loop]
    renamed = dict(zip(inputs[len(body.params) :], params[len(body.params) :], strict=True))
    new = replace(body.rewritten((eqn.reading(renamed) for eqn in rest), renamed), params=tuple(params))
    return [*before, replace(loop, inputs=tuple(inputs), attrs={**loop.attrs, "body": new})]
