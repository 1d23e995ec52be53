"""Test steps over several batches: the running totals and what the logs make of them."""

from __future__ import annotations

from collections.abc import Iterator

from bmlc.ir import Function
from bmlc.parity.checks.check import Check, Context, row
from bmlc.parity.compare import Difference, relative_error, worst
from bmlc.parity.compiled import Side
from bmlc.parity.report import Row
from bmlc.program import Program

__all__ = ["METRICS"]

_BATCHES = 3


def _functions(program: Program) -> dict[str, Function]:
    return {name: program.functions[name] for name in _test_steps(program)}


def _test_steps(program: Program) -> list[str]:
    """Of the models that are evaluated; others have none."""
    return [model.test_step for model in program.models.values() if model.test_step]


def _run(context: Context, side: Side) -> Iterator[Row]:
    for name in _test_steps(context.program):
        fn = context.functions[name]
        expected_state = actual_state = dict(context.state)
        differences: list[Difference] = []
        kernel_calls = 0
        for index in range(_BATCHES):
            inputs = context.feed.batch(fn, context.scale(side.backend).batch, index)
            expected = context.reference.call(fn, inputs, expected_state)
            actual, result = side.call(name, inputs, actual_state)
            expected_state, actual_state = expected.after(expected_state), actual.after(actual_state)
            kernel_calls = result.kernel_calls
            differences += [
                Difference(
                    update.variable.name, relative_error(actual_state[update.variable], expected_state[update.variable])
                )
                for update in fn.updates
            ]
            differences += [
                Difference("logs", relative_error(a, b)) for a, b in zip(actual.outs, expected.outs, strict=True)
            ]
        yield row("metrics", name, side, kernel_calls, worst(differences))


METRICS = Check("metrics", _functions, _run)
