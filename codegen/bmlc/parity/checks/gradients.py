"""Our gradients, made at compile time, against TensorFlow's tape over the graph before differentiation."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

import numpy as np

from bmlc.ir import Function
from bmlc.parity.bounds import bound_of
from bmlc.parity.checks.check import Check, Context, row
from bmlc.parity.compare import Difference, relative_error, worst
from bmlc.parity.compiled import Side
from bmlc.parity.derive import Gradients, gradients
from bmlc.parity.reference import Outcome, Reference
from bmlc.parity.report import Row
from bmlc.program import Program

__all__ = ["GRADIENTS"]

# In float64 a sum that cancels is some 1e-9 of what it is in float32.
_ROUNDING = 1e-4


def _gradients(program: Program) -> dict[str, Gradients]:
    found = {name: gradients(fn) for name, fn in program.functions.items()}
    return {f"{name} gradients": cut for name, cut in found.items() if cut is not None}


def _functions(program: Program) -> dict[str, Function]:
    return {name: cut.function for name, cut in _gradients(program).items()}


def _run(context: Context, side: Side) -> Iterator[Row]:
    limit = bound_of("gradients", side.backend).limit
    for name, cut in _gradients(context.program).items():
        fn = context.functions[name]
        inputs = context.feed.batch(fn, context.scale(side.backend).batch, 0)
        expected = context.reference.call(fn, inputs, context.state)
        actual, result = side.call(name, inputs, context.state)
        differences = _differences(cut, actual, expected)
        zeros: set[str] = set()
        if worst(differences).error > limit:
            zeros = _zeros(cut, expected, Reference("float64").call(fn, inputs, context.state))
            differences = _differences(cut, actual, expected, zeros)
        found = row("gradients", name, side, result.kernel_calls, worst(differences))
        if zeros:
            which = ", ".join(sorted(zeros))
            found = replace(found, note=f"{found.note}; zero but for rounding, held against the largest one: {which}")
        yield found


def _differences(
    cut: Gradients, actual: Outcome, expected: Outcome, zeros: Collection[str] = frozenset()
) -> list[Difference]:
    """Errors of all outs and updates; those of `zeros` are relative to the largest out."""
    scale = max((float(np.abs(b).max(initial=0)) for b in expected.outs), default=0.0)
    outs = [
        Difference(name, float(np.abs(a - b).max()) / scale if name in zeros else relative_error(a, b))
        for name, a, b in zip(cut.names, actual.outs, expected.outs, strict=True)
    ]
    updates = [
        Difference(variable.name, relative_error(actual.updates[variable], value))
        for variable, value in expected.updates.items()
    ]
    return [*outs, *updates]


def _zeros(cut: Gradients, expected: Outcome, exact: Outcome) -> set[str]:
    """Gradients that float32's rounding alone makes: that of a bias in front of a normalization by the batch, say."""
    return {
        name
        for name, b, precise in zip(cut.names, expected.outs, exact.outs, strict=True)
        if np.abs(precise).max(initial=0) < _ROUNDING * np.abs(b).max(initial=0)
    }


GRADIENTS = Check("gradients", _functions, _run)
