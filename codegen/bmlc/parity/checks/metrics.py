"""Test steps over several batches: the running totals and what the logs make of them."""

from __future__ import annotations

from bmlc.parity.checks.check import Check, Context, Cut
from bmlc.parity.checks.state import compare_calls
from bmlc.parity.compiled import Side
from bmlc.parity.report import Row
from bmlc.program import Program

__all__ = ["METRICS"]


def _cuts(program: Program) -> dict[str, Cut]:
    """Of the models that are evaluated; others have none."""
    names = [model.test_step for model in program.models.values() if model.test_step]
    return {name: Cut(name, program.functions[name]) for name in names}


def _compare(context: Context, side: Side, name: str, cut: Cut) -> Row:
    return compare_calls("metrics", name, context, side)


METRICS = Check("metrics", _cuts, _compare)
