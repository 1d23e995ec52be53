"""Fold what is known, share what is equal, drop what nobody reads; until nothing changes."""

from __future__ import annotations

from bmlc.ir import Function
from bmlc.passes.eliminate_common_subexpressions import eliminate_common_subexpressions
from bmlc.passes.eliminate_dead_code import eliminate_dead_code
from bmlc.passes.fold import fold

__all__ = ["simplify"]


def simplify(fn: Function) -> Function:
    """`fold`, `eliminate_common_subexpressions` and `eliminate_dead_code`, to a fixed point."""
    while True:
        simpler = eliminate_dead_code(eliminate_common_subexpressions(fold(fn)))
        if len(simpler.body) == len(fn.body):
            return simpler
        fn = simpler
