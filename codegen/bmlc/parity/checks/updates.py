"""Training steps, teacher-forced: each begins at TensorFlow's state, so that errors do not add up over steps."""

from __future__ import annotations

from collections.abc import Iterator

from bmlc.ir import Function
from bmlc.parity.checks.check import Check, Context, row
from bmlc.parity.compare import Difference, relative_error, worst
from bmlc.parity.compiled import Side
from bmlc.parity.report import Row
from bmlc.program import Program

__all__ = ["UPDATES", "training_functions"]


def training_functions(program: Program) -> dict[str, Function]:
    """Whatever replaces variables that are trained: a model's training step or a function of the user's own."""
    return {
        name: fn for name, fn in program.functions.items() if any(update.variable.trainable for update in fn.updates)
    }


def _run(context: Context, side: Side) -> Iterator[Row]:
    for name in training_functions(context.program):
        scale = context.scale(side.backend)
        steps = context.trajectories.teacher(name, scale.training_batch, scale.steps)
        differences: list[Difference] = []
        kernel_calls = 0
        for number, step in enumerate(steps):
            actual, result = side.call(name, step.inputs, step.before)
            kernel_calls = result.kernel_calls
            differences += [
                Difference(f"{variable.name} (step {number + 1})", relative_error(actual.updates[variable], expected))
                for variable, expected in step.outcome.updates.items()
            ]
            differences += [
                Difference(f"result {index} (step {number + 1})", relative_error(a, b))
                for index, (a, b) in enumerate(zip(actual.outs, step.outcome.outs, strict=True))
            ]
        yield row("updates", name, side, kernel_calls, worst(differences))


UPDATES = Check("updates", training_functions, _run)
