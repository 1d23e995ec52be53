"""Functions that draw random numbers, and those that update variables without training: averages, counts, copies."""

from __future__ import annotations

from bmlc.parity.checks.check import Check, Context, Cut, row
from bmlc.parity.compare import Difference, relative_error, worst
from bmlc.parity.compiled import Side
from bmlc.parity.derive import draws, has_gradients, trains
from bmlc.parity.report import Row
from bmlc.program import Program

__all__ = ["STATE", "compare_calls"]

_CALLS = 3


def _cuts(program: Program) -> dict[str, Cut]:
    """All of them but test steps, whose rows are those of metrics."""
    test_steps = {model.test_step for model in program.models.values()}
    return {
        name: Cut(name, fn)
        for name, fn in program.functions.items()
        if (fn.updates or draws(fn)) and not trains(fn) and not has_gradients(fn) and name not in test_steps
    }


def _compare(context: Context, side: Side, name: str, cut: Cut) -> Row:
    return compare_calls("random" if draws(cut.function) else "state", name, context, side)


def compare_calls(check: str, name: str, context: Context, side: Side) -> Row:
    """What several calls give and leave, each on what its own side's call before left."""
    fn = context.program.functions[name]
    expected_state = actual_state = dict(context.state)
    differences: list[Difference] = []
    kernel_calls = 0
    for index in range(_CALLS):
        inputs = context.feed.batch(fn, context.scale(side.backend).batch, index)
        expected = context.judge.call(name, inputs, expected_state)
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
            Difference(var.name, relative_error(a, b))
            for var, a, b in zip(fn.outs, actual.outs, expected.outs, strict=True)
        ]
    return row(check, name, side, kernel_calls, worst(differences))


STATE = Check("state", _cuts, _compare)
