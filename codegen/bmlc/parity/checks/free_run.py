"""Training on its own, without a teacher: after the same batches the weights are where TensorFlow's may be."""

from __future__ import annotations

from collections.abc import Iterator

from bmlc.ir import Function
from bmlc.kernels.tables import FACTS
from bmlc.parity.bounds import FREE_RUN_FLOOR, FREE_RUN_SPREADS
from bmlc.parity.checks.check import Check, Context
from bmlc.parity.checks.updates import training_functions
from bmlc.parity.compare import Difference, relative_error, worst
from bmlc.parity.compiled import Side
from bmlc.parity.derive import has_gradients
from bmlc.parity.report import Row
from bmlc.program import Program

__all__ = ["FREE_RUN"]


def _functions(program: Program) -> dict[str, Function]:
    """Those that compute gradients: a run of others only repeats what is given to them."""
    return {name: fn for name, fn in training_functions(program).items() if has_gradients(fn)}


def _run(context: Context, side: Side) -> Iterator[Row]:
    if FACTS[side.backend].gpu:
        return  # a handful of steps says nothing that teacher-forced ones do not
    for name, fn in _functions(context.program).items():
        scale = context.scale(side.backend)
        variables = {capture.variable: context.state[capture.variable] for capture in fn.captures}
        side.hold(variables)
        kernel_calls = 0
        for inputs in context.trajectories.batches(name, scale.training_batch, scale.steps):
            kernel_calls += side.step(name, inputs).kernel_calls
        trained = [update.variable for update in fn.updates if update.variable.trainable]
        actual = side.read(trained)
        side.release(variables)
        expected = context.trajectories.final(name, scale.training_batch, scale.steps)
        furthest = worst(
            Difference(variable.name, relative_error(actual[variable], expected[variable])) for variable in trained
        )
        spread = context.trajectories.spread(name, scale.training_batch, scale.steps)
        yield Row(
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


FREE_RUN = Check("free run", _functions, _run)
