"""Which rows an iteration gives, in which order: decided on indices, before anything is computed.

The browser's `Dataset` does the same with the same random words, so both see the same batches.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from bml.data.transformations import Batch, Shuffle, Skip, Take, Transformation
from bmlc.random import philox

__all__ = ["Rows", "cardinality", "rows_of"]

Rows = npt.NDArray[np.int64]


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
    batches: list[Rows] | None = None
    for step in steps:
        match step:
            case Batch(size=each):
                batches = _runs(order, each)
                order = np.arange(cardinality(len(order), [step]))
            case Shuffle(seed=seed, site=site):
                invocation = step.next_invocation()
                order = order[philox.permutation(len(order), seed=seed, site=site, invocation=invocation)]
            case Take(count=count):
                order = order if count < 0 else order[:count]
            case Skip(count=count):
                order = order[:0] if count < 0 else order[count:]
    yield from _runs(order, unbatched) if batches is None else (batches[index] for index in order)


def _runs(order: Rows, each: int) -> list[Rows]:
    return [order[start : start + each] for start in range(0, len(order), each)]
