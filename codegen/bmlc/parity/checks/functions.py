"""Preprocessing and forward passes: functions that only compute, without gradients, updates or draws."""

from __future__ import annotations

from collections.abc import Iterator

from bmlc.ir import Function
from bmlc.parity.checks.check import Check, Context, row
from bmlc.parity.compare import Difference, relative_error, worst
from bmlc.parity.compiled import Side
from bmlc.parity.derive import draws, has_gradients, logits
from bmlc.parity.report import Row
from bmlc.program import Program

__all__ = ["FORWARD", "PREPROCESSING"]


def _preprocessing_functions(program: Program) -> dict[str, Function]:
    return {name: fn for name, fn in _plain_functions(program).items() if not fn.captures}


def _forward_functions(program: Program) -> dict[str, Function]:
    """Functions with weights; probabilities come with their logits."""
    return {name: logits(fn) for name, fn in _plain_functions(program).items() if fn.captures}


def _plain_functions(program: Program) -> dict[str, Function]:
    return {
        name: fn for name, fn in program.functions.items() if not fn.updates and not has_gradients(fn) and not draws(fn)
    }


def _run_preprocessing(context: Context, side: Side) -> Iterator[Row]:
    return _compare("preprocessing", _preprocessing_functions(context.program), context, side)


def _run_forward(context: Context, side: Side) -> Iterator[Row]:
    return _compare("forward", _forward_functions(context.program), context, side)


def _compare(check: str, functions: dict[str, Function], context: Context, side: Side) -> Iterator[Row]:
    for name in functions:
        fn = context.functions[name]
        inputs = context.feed.batch(fn, context.scale(side.backend).batch, 0)
        expected = context.reference.call(fn, inputs, context.state)
        actual, result = side.call(name, inputs, context.state)
        differences = [
            Difference(var.name, relative_error(a, b))
            for var, a, b in zip(fn.outs, actual.outs, expected.outs, strict=True)
        ]
        yield row(check, name, side, result.kernel_calls, worst(differences))


PREPROCESSING = Check("preprocessing", _preprocessing_functions, _run_preprocessing)
FORWARD = Check("forward", _forward_functions, _run_forward)
