"""Write the equations of a function into the function being built."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bmlc.ir.builder import Builder, building, current_builder, placed
from bmlc.ir.function import Eqn, Function, Var

__all__ = ["expand", "inline"]


def inline(fn: Function, args: Sequence[Var], visit: Callable[[Eqn], None] | None = None) -> tuple[Var, ...]:
    """Append `fn`'s equations with its inputs (parameters, then captures) replaced by `args`; return its results'
    values.

    `visit` sees each equation as it was appended.
    """
    builder = current_builder()
    env = dict(zip(fn.inputs, args, strict=True))
    for eqn in fn.body:
        env.update((var, Var(var.name, var.type)) for var in eqn.outs)
        copy = eqn.renamed(env)
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
        for eqn in (each.reading(env) for each in fn.body):
            with placed(eqn.scope, eqn.loc):
                outs = expansion(eqn)
            if outs is None:
                builder.append(eqn)
            else:
                env.update(zip(eqn.outs, outs, strict=True))
    return replace(fn.rewritten(builder.body, env), guards=tuple(builder.guards.values())) if env else fn
