"""The steps of a pipeline, as data: `collect` writes them into programs, `Dataset` runs them.

Which rows an iteration gives, in which order, is decided on indices, before anything is computed. The browser's
`Dataset` does the same with the same random words, so both see the same batches.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from bml.functions import TensorFunction
from bmlc.random import philox

__all__ = ["Batch", "Map", "Shuffle", "Skip", "Take", "Transformation", "cardinality", "rows_of"]

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Map:
    function: TensorFunction


@dataclass(frozen=True, eq=False)
class Batch:
    size: int
    drop_remainder: bool


@dataclass(frozen=True, eq=False)
class Shuffle:
    """Its order depends on how often it was iterated before; pipelines that branch off it share the count."""

    seed: int
    site: int
    reshuffle_each_iteration: bool
    iterations: list[int] = field(default_factory=lambda: [0], repr=False)

    def next_order(self, count: int) -> Rows:
        """The places of `count` elements in the iteration that begins."""
        invocation = self.iterations[0]
        if self.reshuffle_each_iteration:
            self.iterations[0] += 1
        return philox.permutation(count, seed=self.seed, site=self.site, invocation=invocation)


@dataclass(frozen=True, eq=False)
class Take:
    count: int


@dataclass(frozen=True, eq=False)
class Skip:
    count: int


Transformation: TypeAlias = Map | Batch | Shuffle | Take | Skip


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
            case Shuffle():
                order = order[step.next_order(len(order))]
            case Take(count=count):
                order = order if count < 0 else order[:count]
            case Skip(count=count):
                order = order[:0] if count < 0 else order[count:]
    yield from _runs(order, unbatched) if batches is None else (batches[index] for index in order)


def _runs(order: Rows, each: int) -> list[Rows]:
    return [order[start : start + each] for start in range(0, len(order), each)]
