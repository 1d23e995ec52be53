"""Training steps, teacher-forced: each begins at the oracle's state, so that errors do not add up over steps."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import partial

from bmlc.ir import Variable
from bmlc.parity.bounds import FREE_RUN_SPREADS, KINKS, bound_of
from bmlc.parity.checks.check import Check, Context, Cut, row
from bmlc.parity.compare import Difference, relative_error, worst
from bmlc.parity.compiled import Side
from bmlc.parity.derive import trains
from bmlc.parity.kinks import own_difference
from bmlc.parity.noise import differences, moved_by_noise
from bmlc.parity.reference import Outcome
from bmlc.parity.report import Row
from bmlc.parity.trajectory import Step
from bmlc.program import Program

__all__ = ["UPDATES", "training_functions"]


def training_functions(program: Program) -> dict[str, Cut]:
    """Whatever replaces variables that are trained: a model's training step or a function of the user's own."""
    return {name: Cut(name, fn) for name, fn in program.functions.items() if trains(fn)}


def _compare(context: Context, side: Side, name: str, cut: Cut) -> Row:
    limit = bound_of("updates", side.backend).limit
    scale = context.scale(side.backend)
    compared: list[Difference] = []
    at_kinks: list[Difference] = []
    noise: set[Variable] | None = None
    kernel_calls = 0
    for number, step in enumerate(context.trajectories.teacher(name, scale.training_batch, scale.steps), start=1):
        actual, result = side.call(name, step.inputs, step.before)
        kernel_calls = result.kernel_calls
        furthest = _furthest(step, actual, number, noise or ())
        if furthest.error > limit and noise is None:
            noise = moved_by_noise(cut.function, step.inputs, step.before, step.expected.tapes)
            furthest = _furthest(step, actual, number, noise)
        allowed = len(at_kinks) < KINKS * scale.steps
        if furthest.error > limit and allowed and _stands_at_a_kink(context, name, step, furthest):
            at_kinks.append(furthest)
        else:
            compared.append(furthest)
    found = row("updates", name, side, kernel_calls, worst(compared))
    if noise:
        which = ", ".join(sorted(variable.name for variable in noise))
        found = replace(found, note=f"{found.note}; moved by rounding, held against the largest of their kind: {which}")
    if not at_kinks:
        return found
    apart = worst(at_kinks)
    kinks = f"{len(at_kinks)} of {scale.steps} steps stand at a kink, where TensorFlow's own differ too"
    return replace(found, note=f"{found.note}; {kinks} ({apart.tensor}: {apart.error:.1e})")


def _furthest(step: Step, actual: Outcome, number: int, noise: Collection[Variable]) -> Difference:
    outs = [
        Difference(f"result {index}", relative_error(a, b))
        for index, (a, b) in enumerate(zip(actual.outs, step.expected.outs, strict=True))
    ]
    furthest = worst([*differences(actual.updates, step.expected.updates, noise), *outs])
    return replace(furthest, tensor=f"{furthest.tensor} (step {number})")


def _stands_at_a_kink(context: Context, name: str, step: Step, furthest: Difference) -> bool:
    own = own_difference(partial(context.judge.call, name, step.inputs), step.before, step.expected)
    return furthest.error <= FREE_RUN_SPREADS * own


UPDATES = Check("updates", training_functions, _compare)
