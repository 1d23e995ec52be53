"""Rewrite by rules, share what is equal, drop what nobody reads; until nothing changes."""

from __future__ import annotations

from bmlc.ir import Function
from bmlc.passes.eliminate_common_subexpressions import eliminate_common_subexpressions
from bmlc.passes.eliminate_dead_code import eliminate_dead_code
from bmlc.passes.rewrite import rewrite

__all__ = ["simplify"]

_MOST_ROUNDS = 50  # a few do for every program; more would show that the passes undo each other


def simplify(fn: Function) -> Function:
    """`rewrite`, `eliminate_common_subexpressions`, `eliminate_dead_code`, to a fixed point."""
    for _ in range(_MOST_ROUNDS):
        simpler = eliminate_dead_code(eliminate_common_subexpressions(rewrite(fn)))
        if simpler is fn:
            return fn
        fn = simpler
    raise AssertionError(f"{fn.name} is not simple after {_MOST_ROUNDS} rounds")
