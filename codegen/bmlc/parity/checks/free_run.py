"""Training on its own, without a teacher: after the same batches the weights are where TensorFlow's may be."""

from __future__ import annotations

from bmlc.kernels.tables import FACTS
from bmlc.parity.bounds import FREE_RUN_FLOOR, FREE_RUN_SPREADS
from bmlc.parity.checks.check import Check, Context, Cut
from bmlc.parity.checks.updates import training_functions
from bmlc.parity.compare import Difference, relative_error, worst
from bmlc.parity.compiled import Side
from bmlc.parity.derive import has_gradients
from bmlc.parity.report import Row
from bmlc.program import Program

__all__ = ["FREE_RUN"]


def _cuts(program: Program) -> dict[str, Cut]:
    """Those that compute gradients: a run of others only repeats what is given to them."""
    return {name: cut for name, cut in training_functions(program).items() if has_gradients(cut.function)}


def _compare(context: Context, side: Side, name: str, cut: Cut) -> Row | None:
    if FACTS[side.backend].gpu:
        return None  # a handful of steps says nothing that teacher-forced ones do not
    fn = cut.function
    scale = context.scale(side.backend)
    expected = context.trajectories.final(name, scale.training_batch, scale.steps)
    touched = (*(capture.variable for capture in fn.captures), *(update.variable for update in fn.updates))
    variables = {variable: context.state[variable] for variable in touched}
    side.hold(variables)
    kernel_calls = 0
    for inputs in context.trajectories.batches(name, scale.training_batch, scale.steps):
        kernel_calls += side.step(name, inputs).kernel_calls
    trained = [update.variable for update in fn.updates if update.variable.trainable]
    actual = side.read(trained)
    side.release(variables)
    furthest = worst(
        Difference(variable.name, relative_error(actual[variable], expected[variable])) for variable in trained
    )
    spread = context.trajectories.spread(name, scale.training_batch, scale.steps)
    return Row(
        "free run",
        f"{name} x {scale.steps}",
        side.backend,
        side.renderer,
        furthest.tensor,
        kernel_calls,
        furthest.error,
        max(FREE_RUN_SPREADS * spread.error, FREE_RUN_FLOOR),
        f"TensorFlow's own runs are {spread.error:.1e} apart ({spread.tensor})",
    )


FREE_RUN = Check("free run", _cuts, _compare)
