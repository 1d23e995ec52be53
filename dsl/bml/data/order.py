"""Which rows an iteration gives, in which order: decided on indices, before anything is computed.

The browser's `Dataset` does the same with the same random words, so both see the same batches.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bml.data.transformations import Batch, Shuffle, Skip, Take, Transformation
from bmlc.random import philox

__all__ = ["Rows", "cardinality", "rows_of"]

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class _Batches:
    rows: Rows
    size: int


def _shuffled(count: int, step: Shuffle) -> Rows:
    return philox.permutation(count, seed=step.seed, site=step.site, invocation=step.next_invocation())


def cardinality(size: int, steps: Sequence[Transformation]) -> int:
    """How many elements, or batches once there are any, an iteration gives."""
    for step in steps:
        match step:
            case Batch(size=each, drop_remainder=drop):
                size = size // each if drop else -(-size // each)
            case Take(count=count):
                size = size if count < 0 else min(size, count)
            case Skip(count=count):
                size = 0 if count < 0 else max(0, size - count)
    return size


def rows_of(size: int, steps: Sequence[Transformation], unbatched: int) -> Iterator[Rows]:
    """The rows of each batch; of runs of `unbatched` elements where the pipeline has no batches.

    Begins an iteration: a shuffle counts it.
    """
    order: Rows = np.arange(size)
    batches: _Batches | None = None
    for step in steps:
        match step:
            case Batch():
                batches = _Batches(order, step.size)
                order = np.arange(cardinality(len(order), [step]))
            case Shuffle():
                order = order[_shuffled(len(order), step)]
            case Take(count=count):
                order = order if count < 0 else order[:count]
            case Skip(count=count):
                order = order[:0] if count < 0 else order[count:]
    if batches is None:
        for start in range(0, len(order), unbatched):
            yield order[start : start + unbatched]
    else:
        for index in order:
            yield batches.rows[index * batches.size : (index + 1) * batches.size]
