"""How far the oracle is from itself after a run of training steps.

The runs: twice with weights that move at each step as rounding moves them, and with each batch's rows reversed, unless
each row has a draw of its own. Mathematically they are one. Where a ReLU or a max pooling stands close to a tie,
rounding decides which side it takes, and the runs part ways; how far is a property of the net and its data, and no
other run can be asked to stay closer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from bmlc.ir import Function, Variable
from bmlc.parity.arrays import Array
from bmlc.parity.compare import Difference, relative_error, worst
from bmlc.parity.derive import draws
from bmlc.parity.kinks import moved
from bmlc.parity.reference import Outcome

__all__ = ["Spread", "measure_spread"]

_ROUNDING = 2.0**-23
_MOVED_RUNS = 2

State = Mapping[Variable, Array]
Step = Callable[[Sequence[Array], State], Outcome]


@dataclass(frozen=True)
class Spread:
    """The largest relative error between two of the runs, over all variables."""

    error: float
    tensor: str


def measure_spread(fn: Function, step: Step, batches: Sequence[list[Array]], state: State, final: State) -> Spread:
    """Repeat a run in each way and compare the variables that are trained.

    Args:
        fn: The training step.
        step: What the oracle makes of a batch and a state.
        batches: Of the run.
        state: Where it began.
        final: Where it ended.
    """
    trained = [update.variable for update in fn.updates if update.variable.trainable]
    runs = [final, *_repeated(fn, step, batches, state)]
    found = worst(
        Difference(of.name, max(relative_error(a[of], b[of]), relative_error(b[of], a[of])))
        for a, b in combinations(runs, 2)
        for of in trained
    )
    return Spread(found.error, found.tensor)


def _repeated(fn: Function, step: Step, batches: Sequence[list[Array]], state: State) -> Iterator[State]:
    for seed in range(_MOVED_RUNS):
        generator = np.random.default_rng(seed)
        after = state
        for batch in batches:
            after = moved(generator, after, _ROUNDING)
            after = step(batch, after).after(after)
        yield after
    if not draws(fn):
        after = state
        for batch in batches:
            after = step([array[::-1] if array.ndim else array for array in batch], after).after(after)
        yield after
