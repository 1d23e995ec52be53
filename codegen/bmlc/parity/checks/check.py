"""What a check is, and what it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from bmlc.ir import Function, Variable
from bmlc.parity.arrays import Array
from bmlc.parity.bounds import bound_of
from bmlc.parity.compare import Difference
from bmlc.parity.compiled import Side
from bmlc.parity.feed import Feed
from bmlc.parity.judge import Judge
from bmlc.parity.oracle import IncomparableError, OracleError
from bmlc.parity.report import Row
from bmlc.parity.scale import Scale
from bmlc.parity.trajectory import Trajectories
from bmlc.program import Program

__all__ = ["Check", "Context", "Cut", "row"]


@dataclass(frozen=True)
class Context:
    """What all checks share."""

    program: Program
    state: Mapping[Variable, Array]  # random weights
    feed: Feed
    judge: Judge
    trajectories: Trajectories
    scale: Callable[[str], Scale]  # by backend


@dataclass(frozen=True)
class Cut:
    """What is compiled and compared: a function of the program, or a part of one."""

    of: str  # the function's name in the program
    function: Function


@dataclass(frozen=True)
class Check:
    """A stage of programs."""

    name: str
    cuts: Callable[[Program], Mapping[str, Cut]]  # under names of their own
    compare: Callable[[Context, Side, str, Cut], Row | None]

    def run(self, context: Context, side: Side) -> Iterator[Row]:
        """A row for each cut."""
        for name, cut in self.cuts(context.program).items():
            try:
                found = self.compare(context, side, name, cut)
            except OracleError as error:
                nothing = Row(self.name, name, side.backend, side.renderer, "", 0, None, 0.0, str(error))
                found = replace(nothing, skipped=isinstance(error, IncomparableError))
            if found is not None:
                note = found.note + context.judge.note(cut.of)
                yield replace(found, oracle=context.judge.oracle_of(cut.of), note=note)


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
