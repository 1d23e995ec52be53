"""Fold what is known, share what is equal, gate before unpooling, drop what nobody reads; until nothing changes."""

from __future__ import annotations

from bmlc.ir import Function
from bmlc.passes.eliminate_common_subexpressions import eliminate_common_subexpressions
from bmlc.passes.eliminate_dead_code import eliminate_dead_code
from bmlc.passes.fold import fold
from bmlc.passes.gate_before_unpooling import gate_before_unpooling

__all__ = ["simplify"]


def simplify(fn: Function) -> Function:
    """`fold`, `eliminate_common_subexpressions`, `gate_before_unpooling`, `eliminate_dead_code`, to a fixed point."""
    while True:
        simpler = eliminate_dead_code(gate_before_unpooling(eliminate_common_subexpressions(fold(fn))))
        if len(simpler.body) == len(fn.body):
            return simpler
        fn = simpler
