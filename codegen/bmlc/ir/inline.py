"""Write the equations of a function into the function being built."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bmlc.ir.builder import Builder, active_builder, building, scoped
from bmlc.ir.function import Eqn, Function, Var

__all__ = ["expand", "inline", "substitute"]


def substitute(eqn: Eqn, env: dict[Var, Var]) -> Eqn:
    """`eqn` with its inputs replaced as `env` says and fresh outs, which `env` learns."""
    outs = tuple(Var(var.name, var.type) for var in eqn.outs)
    inputs = tuple(env.get(var, var) for var in eqn.inputs)
    env.update(zip(eqn.outs, outs, strict=True))
    return Eqn(eqn.op, inputs, outs, eqn.attrs, eqn.loc, eqn.scope)


def inline(fn: Function, args: Sequence[Var], visit: Callable[[Eqn], None] | None = None) -> tuple[Var, ...]:
    """Append `fn`'s equations with its inputs (parameters, then captures) replaced by `args`; return its results'
    values.

    `visit` sees each equation as it was appended.
    """
    builder = active_builder()
    assert builder is not None, "inline runs inside a builder"
    env = dict(zip(fn.inputs, args, strict=True))
    for eqn in fn.body:
        copy = substitute(eqn, env)
        builder.append(copy)
        if visit is not None:
            visit(copy)
    return tuple(env[var] for var in fn.results)


def expand(fn: Function, expansion: Callable[[Eqn], Sequence[Var] | None]) -> Function:
    """`fn` with each equation, of which `expansion` writes others that give the same, replaced by these."""
    builder = Builder(fn.name, fn.loc, params=list(fn.params))
    builder.require(*fn.guards)
    env: dict[Var, Var] = {}
    with building(builder):
        for eqn in fn.body:
            given = replace(eqn, inputs=tuple(env.get(var, var) for var in eqn.inputs))
            with scoped(eqn.scope, eqn.loc):
                outs = expansion(given)
            if outs is None:
                builder.append(given)
            else:
                env.update(zip(eqn.outs, outs, strict=True))
    return replace(
        fn,
        body=tuple(builder.body),
        outs=tuple(env.get(var, var) for var in fn.outs),
        updates=tuple(replace(update, var=env.get(update.var, update.var)) for update in fn.updates),
        guards=tuple(builder.guards.values()),
    )
