"""Preprocessing and forward passes: functions that only compute, without gradients, updates or draws."""

from __future__ import annotations

from functools import partial

from bmlc.ir import Function
from bmlc.parity.checks.check import Check, Context, Cut, row
from bmlc.parity.compare import Difference, relative_error, worst
from bmlc.parity.compiled import Side
from bmlc.parity.derive import draws, has_gradients, logits
from bmlc.parity.report import Row
from bmlc.program import Program

__all__ = ["FORWARD", "PREPROCESSING"]


def _preprocessing(program: Program) -> dict[str, Cut]:
    return {name: Cut(name, fn) for name, fn in _plain_functions(program).items() if not fn.captures}


def _forward(program: Program) -> dict[str, Cut]:
    """Functions with weights; probabilities come with their logits."""
    return {name: Cut(name, logits(fn).function) for name, fn in _plain_functions(program).items() if fn.captures}


def _plain_functions(program: Program) -> dict[str, Function]:
    return {
        name: fn for name, fn in program.functions.items() if not fn.updates and not has_gradients(fn) and not draws(fn)
    }


def _compare(check: str, context: Context, side: Side, name: str, cut: Cut) -> Row:
    fn = context.program.functions[name]
    inputs = context.feed.batch(fn, context.scale(side.backend).batch, 0)
    expected = context.judge.call(name, inputs, context.state)
    actual, result = side.call(name, inputs, context.state)
    before = [expected.logits[index] for index in logits(fn).of] if len(cut.function.outs) > len(fn.outs) else []
    differences = [
        Difference(var.name, relative_error(a, b))
        for var, a, b in zip(cut.function.outs, actual.outs, (*before, *expected.outs), strict=True)
        if b is not None
    ]
    return row(check, name, side, result.kernel_calls, worst(differences))


PREPROCESSING = Check("preprocessing", _preprocessing, partial(_compare, "preprocessing"))
FORWARD = Check("forward", _forward, partial(_compare, "forward"))
