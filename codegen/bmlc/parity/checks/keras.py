"""Models against `keras.Sequential` with the same weights: logits, gradients and the first updates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bmlc.ir import Function
from bmlc.parity.arrays import Array
from bmlc.parity.bounds import bound_of
from bmlc.parity.checks.check import Check, Context
from bmlc.parity.compare import Difference, relative_error, worst
from bmlc.parity.compiled import Side
from bmlc.parity.derive import gradients, logits
from bmlc.parity.keras_oracle import KerasTwin, keras_twin
from bmlc.parity.report import Row
from bmlc.program import Model, Program

__all__ = ["KERAS"]

_STEPS = 3


def _functions(program: Program) -> Mapping[str, Function]:
    """The same cuts, under the same names, as the checks of forward passes and gradients compile."""
    found: dict[str, Function] = {}
    for model in _trained(program).values():
        found[model.predict_step] = logits(program.functions[model.predict_step])
        cut = gradients(program.functions[model.train_step])
        if cut is not None:
            found[f"{model.train_step} gradients"] = cut.function
    return found


def _trained(program: Program) -> Mapping[str, Model]:
    return {name: model for name, model in program.models.items() if model.train_step and model.predict_step}


def _run(context: Context, side: Side) -> Iterator[Row]:
    for name, model in _trained(context.program).items():
        if name not in context.originals:
            continue
        step = context.functions[model.train_step]
        x, y = context.feed.batch(step, context.scale(side.backend).batch, 0)
        twin = keras_twin(context.originals[name], x.shape[1:], context.state)
        yield _forward(context, side, model, twin, x)
        if not twin.is_random:
            yield _gradients(context, side, model, twin, x, y)
            yield _updates(context, side, model, twin)


def _forward(context: Context, side: Side, model: Model, twin: KerasTwin, x: Array) -> Row:
    actual, result = side.call(model.predict_step, [x], context.state)
    error = relative_error(actual.outs[0], twin.logits(x))
    return _row(side, "forward", model.predict_step, result.kernel_calls, Difference("logits", error))


def _gradients(context: Context, side: Side, model: Model, twin: KerasTwin, x: Array, y: Array) -> Row:
    name = f"{model.train_step} gradients"
    actual, result = side.call(name, [x, y], context.state)
    value, expected = twin.gradients(x, y)
    differences = [Difference("loss", relative_error(actual.outs[0], value))]
    # The gradients come last: how many other values a loss function returns is its own affair.
    for variable, a, b in zip(twin.variables, actual.outs[-len(expected) :], expected, strict=True):
        differences.append(Difference(f"d {variable.name}", relative_error(a, b)))
    return _row(side, "gradients", model.train_step, result.kernel_calls, worst(differences))


def _updates(context: Context, side: Side, model: Model, twin: KerasTwin) -> Row:
    fn = context.functions[model.train_step]
    state = dict(context.state)
    kernel_calls = 0
    for index in range(_STEPS):
        inputs = context.feed.batch(fn, context.scale(side.backend).batch, index)
        actual, result = side.call(model.train_step, inputs, state)
        state, kernel_calls = actual.after(state), result.kernel_calls
        twin.step(*inputs)
    furthest = worst(
        Difference(variable.name, relative_error(state[variable], expected))
        for variable, expected in zip(twin.variables, twin.weights(), strict=True)
    )
    return _row(side, "updates", f"{model.train_step} x {_STEPS}", kernel_calls, furthest)


def _row(side: Side, stage: str, function: str, kernel_calls: int, furthest: Difference) -> Row:
    bound = bound_of(stage, side.backend)
    return Row(
        f"keras {stage}",
        function,
        side.backend,
        side.renderer,
        furthest.tensor,
        kernel_calls,
        furthest.error,
        bound.limit,
        bound.reason,
    )


KERAS = Check("keras", _functions, _run)
