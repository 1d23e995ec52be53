"""Test steps over several batches: the running totals and what the logs make of them."""

from __future__ import annotations

from collections.abc import Iterator

from bmlc.ir import Function
from bmlc.parity.checks.check import Check, Context
from bmlc.parity.checks.state import compare_calls
from bmlc.parity.compiled import Side
from bmlc.parity.report import Row
from bmlc.program import Program

__all__ = ["METRICS"]


def _functions(program: Program) -> dict[str, Function]:
    return {name: program.functions[name] for name in _test_steps(program)}


def _test_steps(program: Program) -> list[str]:
    """Of the models that are evaluated; others have none."""
    return [model.test_step for model in program.models.values() if model.test_step]


def _run(context: Context, side: Side) -> Iterator[Row]:
    for name in _test_steps(context.program):
        yield compare_calls("metrics", name, context, side)


METRICS = Check("metrics", _functions, _run)
