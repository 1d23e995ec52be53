"""Gradients that are zero but for rounding, and the variables that such a gradient moves.

A bias in front of a normalization by the batch has one, and the bias of an attention's keys: two correct engines differ
by all of it, and so do an optimizer's averages of it. These are held against the largest of their kind.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from bmlc.ir import Function, Variable
from bmlc.oracle import Tape
from bmlc.parity.arrays import Array
from bmlc.parity.bounds import CANCELLED, FREE_RUN_SPREADS
from bmlc.parity.compare import Difference, relative_error
from bmlc.parity.derive import values_and_grads, with_gradients
from bmlc.parity.reference import Reference

__all__ = ["differences", "inexact", "is_noise", "moved_by_noise"]

# In float64 a sum that cancels is some 1e-9 of what it is in float32.
_ROUNDING = 1e-4


def is_noise(gradient: Array, exact: Array, beside: Sequence[Array]) -> bool:
    """Whether rounding alone makes `gradient`, which is `exact` in float64 and tiny beside the others of a step.

    One that is not tiny is a fault where it is 0 in float64: the program misses it.
    """
    size = np.abs(gradient).max(initial=0)
    largest = max(float(np.abs(other).max(initial=0)) for other in beside)
    return bool(np.abs(exact).max(initial=0) < _ROUNDING * size and size < _ROUNDING * largest)


def moved_by_noise(
    fn: Function, inputs: Sequence[Array], state: Mapping[Variable, Array], tapes: Sequence[Tape]
) -> set[Variable]:
    """The updated variables whose gradient is noise, and those that an optimizer keeps of them."""
    exact = iter(Reference("float64").call(with_gradients(fn), inputs, state).outs[len(fn.outs) :])
    names: set[str] = set()
    for eqn, tape in zip(values_and_grads(fn), tapes, strict=True):
        outs = [next(exact) for _ in eqn.outs][len(eqn.outs) - len(tape.gradients) :]
        names |= {
            name
            for name, gradient, precise in zip(tape.names, tape.gradients, outs, strict=True)
            if name is not None and is_noise(gradient, precise, tape.gradients)
        }
    prefixes = tuple(f"{name.replace('/', '_')}_" for name in names)  # as Keras's optimizers name their variables
    updated = (update.variable for update in fn.updates)
    return {of for of in updated if of.name in names or of.name.rpartition("/")[2].startswith(prefixes)}


def differences(
    actual: Mapping[Variable, Array], expected: Mapping[Variable, Array], noise: Collection[Variable]
) -> list[Difference]:
    """The errors of updated variables; of those in `noise` relative to the largest of their kind."""
    largest: dict[str, float] = {}
    for variable, value in expected.items():
        kind = _kind(variable)
        largest[kind] = max(largest.get(kind, 0.0), float(np.abs(value).max(initial=0)))
    return [
        Difference(
            of.name,
            float(np.abs(actual[of] - value).max(initial=0)) / (largest[_kind(of)] or 1.0)
            if of in noise
            else relative_error(actual[of], value),
        )
        for of, value in expected.items()
    ]


def inexact(found: Iterable[Difference], own: Mapping[str, float], limit: float) -> set[str]:
    """The tensors that are over `limit` and where `own`, TensorFlow's error from float64, is about as large."""
    return {
        each.tensor
        for each in found
        if limit < each.error <= min(FREE_RUN_SPREADS * own.get(each.tensor, 0.0), CANCELLED * limit)
    }


def _kind(variable: Variable) -> str:
    """Weights that are trained, or what an optimizer keeps of each: momentum, velocity."""
    return "" if variable.trainable else variable.name.rpartition("_")[2]
