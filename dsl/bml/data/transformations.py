"""The steps of a pipeline, as data: `collect` writes them into programs, `Dataset` runs them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from bml.functions import TensorFunction

__all__ = ["Batch", "Map", "Shuffle", "Skip", "Take", "Transformation"]


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

    def next_invocation(self) -> int:
        """The number of the iteration that begins, counted from 0."""
        if not self.reshuffle_each_iteration:
            return 0
        self.iterations[0] += 1
        return self.iterations[0] - 1


@dataclass(frozen=True, eq=False)
class Take:
    count: int


@dataclass(frozen=True, eq=False)
class Skip:
    count: int


Transformation: TypeAlias = Map | Batch | Shuffle | Take | Skip
