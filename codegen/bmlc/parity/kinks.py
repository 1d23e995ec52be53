"""Whether a training step stands at a kink: a ReLU or a max pooling so close to a tie that rounding decides its side.

Two correct engines may then differ by a whole element of a gradient. It shows on TensorFlow alone: weights that move by
some units in the last place make its own step differ as much. Where they do not, the difference is a mistake.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from bmlc.ir import Function, Variable
from bmlc.parity.arrays import Array
from bmlc.parity.compare import relative_error
from bmlc.parity.reference import Outcome, Reference

__all__ = ["own_difference"]

# A few times what float32 sums leave: what crosses a kink here crosses it there in most of the trials.
_MOVE = 2.0**-18
_TRIALS = 12


def own_difference(
    reference: Reference, fn: Function, inputs: Sequence[Array], state: Mapping[Variable, Array], outcome: Outcome
) -> float:
    """The largest relative error of an update among steps from states that differ from `state` by rounding."""
    generator = np.random.default_rng(0)
    largest = 0.0
    for _ in range(_TRIALS):
        moved = reference.call(
            fn, inputs, {variable: _moved(generator, variable, state[variable]) for variable in state}
        )
        errors = [relative_error(moved.updates[variable], value) for variable, value in outcome.updates.items()]
        largest = max(largest, *errors)
    return largest


def _moved(generator: np.random.Generator, variable: Variable, value: Array) -> Array:
    if not variable.trainable:
        return value
    return (value * (1 + _MOVE * generator.uniform(-1, 1, value.shape))).astype(value.dtype)
