"""What a check is, and what it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from bmlc.ir import Function, Variable
from bmlc.parity.arrays import Array
from bmlc.parity.bounds import bound_of
from bmlc.parity.compare import Difference
from bmlc.parity.compiled import Side
from bmlc.parity.feed import Feed
from bmlc.parity.keras_oracle import ModelLike
from bmlc.parity.reference import Reference
from bmlc.parity.report import Row
from bmlc.parity.scale import Scale
from bmlc.parity.trajectory import Trajectories
from bmlc.program import Program

__all__ = ["Check", "Context", "row"]


@dataclass(frozen=True)
class Context:
    """What all checks share."""

    program: Program
    functions: Mapping[str, Function]  # everything that was compiled, as traced
    state: Mapping[Variable, Array]  # random weights
    feed: Feed
    reference: Reference
    trajectories: Trajectories
    scale: Callable[[str], Scale]  # by backend
    originals: Mapping[str, ModelLike]  # the models of the user's file, by their names in the program


@dataclass(frozen=True)
class Check:
    name: str
    functions: Callable[[Program], Mapping[str, Function]]
    run: Callable[[Context, Side], Iterator[Row]]


def row(check: str, function: str, side: Side, kernel_calls: int, furthest: Difference) -> Row:
    """The row of a check that has a bound in the table of bounds."""
    bound = bound_of(check, side.backend)
    return Row(
        check,
        function,
        side.backend,
        side.renderer,
        furthest.tensor,
        kernel_calls,
        furthest.error,
        bound.limit,
        bound.reason,
    )
