"""Multiply all slices of a scan by a matrix at once, before it.

    hs = scan(h0, xs, k, b, w)                          zs = matmul(xs, k) + b
      def step(h, x, k, b, w):                    =>    hs = scan(h0, zs, w)
        z = matmul(x, k) + b                              def step(h, z, w):
        h = tanh(z + matmul(h, w)); return h, h             h = tanh(z + matmul(h, w)); return h, h

What leads from a slice to the product moves with it, and so does what is made of nothing but the product and constants.
Its gradient is then taken outside of the loop, too: one product, and one sum for the bias.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bmlc.ir import Eqn, Function, Var, current_builder
from bmlc.ir.inline import expand
from bmlc.ops.batching import batch_eqns
from bmlc.ops.region import needed_eqns
from bmlc.ops.scan import SCAN
from bmlc.ops.tensor import Tensor

__all__ = ["project_before_loop"]

_AROUND = frozenset(("add", "cast", "constant", "divide", "multiply", "reshape", "subtract"))


def project_before_loop(fn: Function) -> Function:
    """`fn` with every such product of its scans moved."""
    return expand(fn, _projected)


def _projected(eqn: Eqn) -> Sequence[Var] | None:
    moving = _moving(eqn) if eqn.op is SCAN else []
    if not moving:
        return None
    current_builder().append(_without(eqn, moving))
    return eqn.outs


def _moving(scan: Eqn) -> list[Eqn]:
    """The equations of the body that can be computed for all steps at once, around products with constants."""
    body, first = scan.attrs["body"], scan.attrs["carries"]
    last = first + scan.attrs["slices"]
    constants = set(body.params[last:])
    sliced = set(body.params[first:last])  # and what is made of slices and constants alone
    readers = Counter(var for eqn in body.body for var in (*eqn.inputs,))
    readers.update(body.outs)
    found: list[Eqn] = []
    projected: set[Var] = set()
    for eqn in body.body:
        own = sliced.intersection(eqn.inputs)
        if not all(var in constants or var in own for var in eqn.inputs):
            continue
        if not own:
            if eqn.op.name == "constant":
                constants.update(eqn.outs)
                found.append(eqn)
            continue
        product = eqn.op.name == "matmul" and eqn.inputs[0] in own and eqn.inputs[1] in constants
        product = product and eqn.inputs[1].type.rank == 2 and not eqn.attrs["transpose_a"]
        behind = projected.intersection(own)
        if product or (eqn.op.name in _AROUND and (not behind or all(readers[var] == 1 for var in behind))):
            sliced.update(eqn.outs)
            found.append(eqn)
            if product or behind:
                projected.update(eqn.outs)
    return list(needed_eqns(found, projected)[0])


def _without(scan: Eqn, moving: list[Eqn]) -> Eqn:
    """`scan` with what `moving` gives as slices; the equations are written before it, for all steps."""
    body, first = scan.attrs["body"], scan.attrs["carries"]
    last = first + scan.attrs["slices"]
    env = {param: Tensor(given) for param, given in zip(body.params, scan.inputs, strict=True)}
    batch_eqns(moving, env, set(body.params[first:last]), scan.attrs["length"])
    gone = {id(eqn) for eqn in moving if eqn.op.name != "constant"}
    rest = tuple(eqn for eqn in body.body if id(eqn) not in gone)
    read = {var for eqn in rest for var in eqn.inputs}.union(body.outs)
    made = [out for eqn in moving if id(eqn) in gone for out in eqn.outs if out in read]
    inputs = (*scan.inputs[:last], *(env[var].var for var in made), *scan.inputs[last:])
    params = (*body.params[:last], *made, *body.params[last:])
    smaller = replace(body, params=params, body=rest)
    new = replace(
        scan, inputs=inputs, attrs={**scan.attrs, "body": smaller, "slices": scan.attrs["slices"] + len(made)}
    )
    return SCAN.prune(new, set(scan.outs))
