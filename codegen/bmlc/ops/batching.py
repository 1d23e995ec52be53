"""Equations of one element as equations of a batch, by the ops' batching rules.

a: float32[4] = exp(x)        =>        a: float32[n, 4] = exp(x)        where x is one of n
b: float32[4] = add(a, w)               b: float32[n, 4] = add(a, w)

Random numbers are drawn for each element, in functions of ops too, unless their counter is a constant: a fixed seed.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from bmlc.ir import Builder, Dim, Eqn, Function, Var, active_builder, building, placed
from bmlc.ops.broadcasting import stretched
from bmlc.ops.casting import CONSTANT
from bmlc.ops.op import Op, one_or_many
from bmlc.ops.random import RANDOM
from bmlc.ops.region import RegionOp
from bmlc.ops.tensor import Tensor

__all__ = ["batch_body", "batch_eqns", "batch_step", "counters"]


def batch_eqns(eqns: Sequence[Eqn], env: dict[Var, Tensor], batched: set[Var], n: Dim) -> None:
    """Write `eqns` for a batch of `n`. `env` has the value of each input and learns the others, `batched` likewise."""
    counts = counters(eqns)
    for eqn in eqns:
        op, inputs = eqn.op, tuple(env[var] for var in eqn.inputs)
        assert isinstance(op, Op), "batching comes before legalization"
        flags = tuple(var in batched for var in eqn.inputs)
        holds = any(isinstance(value, Function) for value in eqn.attrs.values())
        draws = holds and not counts.isdisjoint(eqn.inputs)
        with placed(eqn.scope, eqn.loc):
            if any(flags) or draws:
                assert op.batching is not None, f"{op.name} has no inputs"
                size = (n,) if holds or isinstance(op, RegionOp) else ()
                outs = one_or_many(op.batching(op, inputs, flags, *size, **eqn.attrs))
            elif op is RANDOM and not counts.isdisjoint(eqn.inputs):
                outs = one_or_many(op.apply(inputs, {**eqn.attrs, "shape": (n, *eqn.attrs["shape"])}))
            else:
                outs = one_or_many(op.apply(inputs, eqn.attrs))
        env.update(zip(eqn.outs, outs, strict=True))
        batched.update(var for var, out in zip(eqn.outs, outs, strict=True) if out.ndim > var.type.rank)


def counters(eqns: Sequence[Eqn]) -> set[Var]:
    """The values among `eqns` that count draws: what `random` reads but for constants, and sums with that."""
    constants = {out for eqn in eqns if eqn.op is CONSTANT for out in eqn.outs}
    found: set[Var] = set()
    while True:  # a sum may be written before the draw that shows what it counts
        known = len(found)
        for eqn in eqns:
            if eqn.op is RANDOM:
                found.update(set(eqn.inputs) - constants)
            elif eqn.op.name == "add" and not found.isdisjoint(eqn.inputs):
                found.update(eqn.outs)
            for held in (value for value in eqn.attrs.values() if isinstance(value, Function)):
                inner = counters(held.body)
                given = zip(
                    reversed(eqn.inputs), reversed(held.params), strict=False
                )  # from the end: cond has a truth value first
                results = zip(eqn.outs, held.outs, strict=False)
                found.update(var for var, own in chain(given, results) if own in inner)
        if len(found) == known:
            return found


def batch_body(body: Function, flags: Sequence[bool], n: Dim, outs: Sequence[bool]) -> tuple[Function, list[bool]]:
    """A closed function of an op for a batch.

    Args:
        body: The function.
        flags: Which parameters have the extra leading dimension.
        n: Its size.
        outs: Which results must have it.

    Returns:
        The function, and which results have it.
    """
    builder, outer = Builder(body.name, body.loc), active_builder()
    assert outer is not None, "batching writes equations"
    with building(builder):
        env: dict[Var, Tensor] = {}
        for param, flag in zip(body.params, flags, strict=True):
            shape = (n, *param.type.shape) if flag else param.type.shape
            env[param] = Tensor(builder.param(param.name, param.type.with_shape(shape)))
        batched = {param for param, flag in zip(body.params, flags, strict=True) if flag}
        batch_eqns(body.body, env, batched, n)
        have = [flag or var in batched for var, flag in zip(body.outs, outs, strict=True)]
        results = stretched([env[var] for var in body.outs], [var in batched for var in body.outs], have, n)
    outer.require(*builder.guards.values())
    builder.guards.clear()
    return builder.finish(tuple(result.var for result in results)), have


def batch_step(
    body: Function, inputs: Sequence[Tensor], batched: Sequence[bool], n: Dim, carries: int
) -> tuple[Function, list[Tensor], list[bool], list[bool]]:
    """The function of a loop for a batch: a carry is one of each element where a step makes it so.

    Returns:
        The function, the inputs of its op, which of these and which of its results have the extra dimension.
    """
    flags = list(batched)
    while True:
        new, outs = batch_body(body, flags, n, [flags[i] if i < carries else False for i in range(len(body.outs))])
        if outs[:carries] == flags[:carries]:
            break
        flags[:carries] = outs[:carries]
    return new, stretched(inputs, batched, flags, n), flags, outs
