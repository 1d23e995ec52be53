"""Our gradients, made at compile time, against those of TensorFlow's tape."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from bmlc.parity.arrays import Array
from bmlc.parity.bounds import bound_of
from bmlc.parity.checks.check import Check, Context, Cut, row
from bmlc.parity.compare import Difference, relative_error, worst
from bmlc.parity.compiled import Side
from bmlc.parity.derive import Gradients, gradients, trains
from bmlc.parity.judge import Expected
from bmlc.parity.noise import inexact, is_noise
from bmlc.parity.reference import Outcome, Reference
from bmlc.parity.report import Row
from bmlc.program import Program

__all__ = ["GRADIENTS"]


def _cuts(program: Program) -> dict[str, Cut]:
    found = {name: gradients(fn) for name, fn in program.functions.items()}
    return {f"{name} gradients": Cut(name, cut.function) for name, cut in found.items() if cut is not None}


def _compare(context: Context, side: Side, name: str, cut: Cut) -> Row:
    fn = context.program.functions[cut.of]
    of = gradients(fn)
    assert of is not None, "what has none is not cut"
    inputs = context.feed.batch(fn, context.scale(side.backend).batch, 0)
    expected = context.judge.call(cut.of, inputs, context.state, updates=not trains(fn))
    wanted = _wanted(of, expected)
    actual, result = side.call(name, inputs, context.state)
    differences = _differences(of, actual, expected, wanted)
    limit = bound_of("gradients", side.backend).limit
    zeros: set[str] = set()
    cancel: set[str] = set()
    if worst(differences).error > limit:
        exact = Reference("float64").call(cut.function, inputs, context.state)
        zeros = _zeros(of, wanted, exact)
        differences = _differences(of, actual, expected, wanted, zeros)
        own = {label: relative_error(b, c) for label, b, c in zip(of.names, wanted, exact.outs, strict=True)}
        cancel = inexact(differences, own, limit)
    compared = [each for each in differences if each.tensor not in cancel]
    found = row("gradients", name, side, result.kernel_calls, worst(compared))
    note = found.note
    if zeros:
        note += f"; zero but for rounding, held against the largest one: {', '.join(sorted(zeros))}"
    if cancel:
        note += f"; TensorFlow's own are as far from float64: {', '.join(sorted(cancel))}"
    return replace(found, note=note)


def _wanted(of: Gradients, expected: Expected) -> list[Array]:
    """What each out should be."""
    known: dict[tuple[int | None, int], Array] = {(None, index): out for index, out in enumerate(expected.outs)}
    known |= {
        (number, index): array
        for number, tape in enumerate(expected.tapes)
        for index, array in enumerate((tape.value, *tape.gradients))
    }
    return [known[place] for place in of.places]


def _differences(
    of: Gradients, actual: Outcome, expected: Expected, wanted: list[Array], zeros: Collection[str] = frozenset()
) -> list[Difference]:
    """Errors of all outs and updates; those of `zeros` are relative to the largest out."""
    scale = max((float(np.abs(b).max(initial=0)) for b in wanted), default=0.0)
    outs = [
        Difference(name, float(np.abs(a - b).max()) / scale if name in zeros else relative_error(a, b))
        for name, a, b in zip(of.names, actual.outs, wanted, strict=True)
    ]
    updates = [
        Difference(variable.name, relative_error(value, expected.updates[variable]))
        for variable, value in actual.updates.items()
    ]
    return [*outs, *updates]


def _zeros(of: Gradients, wanted: list[Array], exact: Outcome) -> set[str]:
    """Gradients that float32's rounding alone makes: that of a bias in front of a normalization by the batch, say."""
    return {name for name, b, precise in zip(of.names, wanted, exact.outs, strict=True) if is_noise(b, precise, wanted)}


GRADIENTS = Check("gradients", _cuts, _compare)
