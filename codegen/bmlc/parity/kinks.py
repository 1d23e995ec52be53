"""Whether a training step stands at a kink: a ReLU or a max pooling so close to a tie that rounding decides its side.

Two correct engines may then differ by a whole element of a gradient. It shows on TensorFlow alone: weights that move by
some units in the last place make its own step differ as much. Where they do not, the difference is a mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from bmlc.ir import Variable
from bmlc.parity.arrays import Array
from bmlc.parity.compare import relative_error
from bmlc.parity.reference import Outcome

__all__ = ["moved", "own_difference"]

# A few times what float32 sums leave: what crosses a kink here crosses it there in most of the trials.
_MOVE = 2.0**-18
_TRIALS = 12


def own_difference(
    step: Callable[[Mapping[Variable, Array]], Outcome], state: Mapping[Variable, Array], outcome: Outcome
) -> float:
    """The largest relative error of an update among steps from states that differ from `state` by rounding.

    Args:
        step: A step of the side that is held against, from a state.
        state: Where the step at hand began.
        outcome: What it gave there.
    """
    generator = np.random.default_rng(0)
    largest = 0.0
    for _ in range(_TRIALS):
        other = step(moved(generator, state, _MOVE))
        errors = [relative_error(other.updates[variable], value) for variable, value in outcome.updates.items()]
        largest = max(largest, *errors)
    return largest


def moved(generator: np.random.Generator, state: Mapping[Variable, Array], share: float) -> dict[Variable, Array]:
    """`state` with weights that differ by up to this share of each."""
    return {
        variable: (value * (1 + share * generator.uniform(-1, 1, value.shape))).astype(value.dtype)
        if variable.trainable and variable.type.dtype == "float32"
        else value
        for variable, value in state.items()
    }
