"""Training steps, teacher-forced: each begins at the oracle's state, so that errors do not add up over steps."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial

from bmlc.ir import Variable
from bmlc.parity.bounds import CANCELLED, FREE_RUN_SPREADS, KINKS, bound_of
from bmlc.parity.checks.check import Check, Context, Cut, row
from bmlc.parity.compare import Difference, relative_error, worst
from bmlc.parity.compiled import Side
from bmlc.parity.derive import trains
from bmlc.parity.kinks import own_difference
from bmlc.parity.noise import differences, inexact, moved_by_noise
from bmlc.parity.reference import Outcome, Reference
from bmlc.parity.report import Row
from bmlc.parity.trajectory import Step
from bmlc.program import Program

__all__ = ["UPDATES", "training_functions"]

_EXACT = 3  # steps that are computed in float64 too, where they are over the bound


def training_functions(program: Program) -> dict[str, Cut]:
    """Whatever replaces variables that are trained: a model's training step or a function of the user's own."""
    return {name: Cut(name, fn) for name, fn in program.functions.items() if trains(fn)}


def _compare(context: Context, side: Side, name: str, cut: Cut) -> Row:
    limit = bound_of("updates", side.backend).limit
    scale = context.scale(side.backend)
    compared: list[Difference] = []
    at_kinks: list[Difference] = []
    noise: set[Variable] | None = None
    cancel: set[str] = set()
    kernel_calls = 0
    for number, step in enumerate(context.trajectories.teacher(name, scale.training_batch, scale.steps), start=1):
        actual, result = side.call(name, step.inputs, step.before)
        kernel_calls = result.kernel_calls
        found = _found(step, actual, noise or ())
        if _over(found, cancel, limit) and noise is None:
            noise = moved_by_noise(cut.function, step.inputs, step.before, step.expected.tapes)
            found = _found(step, actual, noise)
        if (over := _over(found, cancel, limit)) and number <= _EXACT:
            exact = Reference("float64").call(cut.function, step.inputs, step.before).updates
            own = {of.name: relative_error(value, exact[of]) for of, value in step.expected.updates.items()}
            cancel |= inexact(over, own, limit)
        furthest = worst(_over(found, cancel, limit) or [each for each in found if each.error <= limit] or found)
        furthest = replace(furthest, tensor=f"{furthest.tensor} (step {number})")
        allowed = len(at_kinks) < KINKS * scale.steps
        if furthest.error > limit and allowed and _stands_at_a_kink(context, name, step, furthest):
            at_kinks.append(furthest)
        else:
            compared.append(furthest)
    result_row = row("updates", name, side, kernel_calls, worst(compared))
    note = result_row.note
    if noise:
        which = ", ".join(sorted(variable.name for variable in noise))
        note += f"; moved by rounding, held against the largest of their kind: {which}"
    if cancel:
        note += f"; TensorFlow's own are as far from float64: {', '.join(sorted(cancel))}"
    if at_kinks:
        apart = worst(at_kinks)
        kinks = f"{len(at_kinks)} of {scale.steps} steps stand at a kink, where TensorFlow's own differ too"
        note += f"; {kinks} ({apart.tensor}: {apart.error:.1e})"
    return replace(result_row, note=note)


def _over(found: Sequence[Difference], cancel: Collection[str], limit: float) -> list[Difference]:
    """What is over the limit; of what is as inexact in TensorFlow, over a multiple of it."""
    return [each for each in found if each.error > (CANCELLED * limit if each.tensor in cancel else limit)]


def _found(step: Step, actual: Outcome, noise: Collection[Variable]) -> list[Difference]:
    outs = [
        Difference(f"result {index}", relative_error(a, b))
        for index, (a, b) in enumerate(zip(actual.outs, step.expected.outs, strict=True))
    ]
    return [*differences(actual.updates, step.expected.updates, noise), *outs]


def _stands_at_a_kink(context: Context, name: str, step: Step, furthest: Difference) -> bool:
    own = own_difference(partial(context.judge.call, name, step.inputs), step.before, step.expected)
    return furthest.error <= FREE_RUN_SPREADS * own


UPDATES = Check("updates", training_functions, _compare)
