"""Equations of one element as equations of a batch, by the ops' batching rules.

a: float32[4] = exp(x)        =>        a: float32[n, 4] = exp(x)        where x is one of n
b: float32[4] = add(a, w)               b: float32[n, 4] = add(a, w)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bmlc.ir import Builder, Dim, Eqn, Function, Var, active_builder, building, scoped
from bmlc.ops.broadcasting import broadcast_to
from bmlc.ops.casting import CONSTANT
from bmlc.ops.op import Op, one_or_many
from bmlc.ops.random import RANDOM
from bmlc.ops.tensor import Tensor

__all__ = ["batch_body", "batch_eqns"]


def batch_eqns(eqns: Iterable[Eqn], env: dict[Var, Tensor], batched: set[Var], n: Dim) -> None:
    """Write `eqns` for a batch of `n`. `env` has the value of each input and learns the others, `batched` likewise."""
    constants: set[Var] = set()
    for eqn in eqns:
        op, inputs = eqn.op, tuple(env[var] for var in eqn.inputs)
        assert isinstance(op, Op), "batching comes before legalization"
        with scoped(eqn.scope, eqn.loc):
            if eqn.op is RANDOM and eqn.inputs[0] not in constants:  # drawn by a counter: a constant is a fixed seed
                outs = one_or_many(op.apply(inputs, {**eqn.attrs, "shape": (n, *eqn.attrs["shape"])}))
                batched.update(eqn.outs)
            elif batched.isdisjoint(eqn.inputs):
                outs = one_or_many(op.apply(inputs, eqn.attrs))
            else:
                assert op.batching is not None, f"{op.name} has no inputs"
                flags = tuple(var in batched for var in eqn.inputs)
                outs = one_or_many(op.batching(op, inputs, flags, **eqn.attrs))
                batched.update(eqn.outs)
        if eqn.op is CONSTANT:
            constants.update(eqn.outs)
        env.update(zip(eqn.outs, outs, strict=True))


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
        results = [
            broadcast_to(env[var], (n, *var.type.shape)) if flag and var not in batched else env[var]
            for var, flag in zip(body.outs, have, strict=True)
        ]
    outer.require(*builder.guards.values())
    builder.guards.clear()
    return builder.finish(tuple(result.var for result in results)), have
