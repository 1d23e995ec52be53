"""Optimizers alone: the change that they make of the oracle's gradients, teacher-forced.

A whole step's new values say little about its optimizer, whose changes are a thousandth of them; and its changes say
little about it either, since Adam makes a full step of a gradient that is nothing but rounding. So the gradients are
given.
"""

from __future__ import annotations

import numpy as np

from bmlc.parity.arrays import Array
from bmlc.parity.checks.check import Check, Context, Cut, row
from bmlc.parity.checks.updates import training_functions
from bmlc.parity.compare import Difference, relative_error, worst
from bmlc.parity.compiled import Side
from bmlc.parity.derive import has_gradients, optimizer
from bmlc.parity.report import Row
from bmlc.program import Program

__all__ = ["OPTIMIZERS"]


def _cuts(program: Program) -> dict[str, Cut]:
    return {
        f"{name} optimizer" if has_gradients(cut.function) else name: Cut(name, optimizer(cut.function))
        for name, cut in training_functions(program).items()
    }


def _compare(context: Context, side: Side, name: str, cut: Cut) -> Row:
    scale = context.scale(side.backend)
    differences: list[Difference] = []
    kernel_calls = 0
    for number, step in enumerate(context.trajectories.teacher(cut.of, scale.training_batch, scale.steps)):
        given = [*step.inputs, *context.trajectories.given(cut.of, step)]
        actual, result = side.call(name, given, step.before)
        kernel_calls = result.kernel_calls
        differences += [
            Difference(f"{variable.name} (step {number + 1})", _error(new, expected, step.before[variable]))
            for variable, expected in step.expected.updates.items()
            for new in [actual.updates[variable]]
        ]
    return row("optimizers", name, side, kernel_calls, worst(differences))


def _error(actual: Array, expected: Array, before: Array) -> float:
    """The relative error of the change, less what rounding the new value adds to it."""
    if actual.dtype != np.float32:
        return relative_error(actual, expected)
    if relative_error(actual, expected) == float("inf"):
        return float("inf")
    rounding = np.spacing(np.abs(expected))  # half a unit in the last place on either side
    off = np.maximum(np.abs(actual.astype(np.float64) - expected) - rounding, 0)
    change = np.abs(expected.astype(np.float64) - before).max(initial=0)
    return float(off.max(initial=0)) / (float(change) or 1.0)


OPTIMIZERS = Check("optimizers", _cuts, _compare)
