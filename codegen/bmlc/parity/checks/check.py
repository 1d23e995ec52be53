"""What a check is, and what it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from bmlc.ir import Function, Variable
from bmlc.oracle import IncomparableError, OracleError
from bmlc.parity.arrays import Array
from bmlc.parity.bounds import bound_of
from bmlc.parity.compare import Difference
from bmlc.parity.compiled import Side
from bmlc.parity.feed import Feed
from bmlc.parity.judge import GRAPH, Judge
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

    def judged(self, judge: Judge) -> Context:
        """The same with another judge."""
        trajectories = Trajectories(self.program.functions, self.state, self.feed, judge)
        return replace(self, judge=judge, trajectories=trajectories)


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
        """A row for each cut, and a second one where what the file makes on Keras is not comparable."""
        for name, cut in self.cuts(context.program).items():
            try:
                yield from self._compared(context, side, name, cut)
            except IncomparableError as error:
                nothing = Row(self.name, name, side.backend, side.renderer, "", 0, None, 0.0, str(error))
                yield replace(nothing, oracle=context.judge.oracle_of(cut.of), skipped=True)
                summed = context.judged(context.judge.with_summed_rows())
                yield from self._compared(summed, side, name, cut)

    def _compared(self, context: Context, side: Side, name: str, cut: Cut, is_first: bool = True) -> Iterator[Row]:
        try:
            found = self.compare(context, side, name, cut)
        except IncomparableError:
            raise
        except OracleError as error:
            if is_first and _make(context, side, cut.of):
                yield from self._compared(context, side, name, cut, is_first=False)
                return
            found = Row(self.name, name, side.backend, side.renderer, "", 0, None, 0.0, str(error))
        if found is None:
            return
        oracle = context.judge.oracle_of(cut.of)
        note = found.note + context.judge.note(cut.of)
        if oracle != GRAPH and found.error is not None and not found.ok:
            note += self._blame(context, side, name, cut)
        yield replace(found, oracle=oracle, note=note)

    def _blame(self, context: Context, side: Side, name: str, cut: Cut) -> str:
        """Where to look for a fault: its graph on TensorFlow tells what came before the kernels from them."""
        found = self.compare(context.judged(context.judge.by_graph()), side, name, cut)
        if found is None or not found.ok:
            return "; TensorFlow finds the same graph off, too: a kernel or a gradient rule, see bml parity --bisect"
        return "; as TensorFlow computes the same graph, nothing is off: the fault is in what was traced"


def _make(context: Context, side: Side, of: str) -> bool:
    """Have the file make what `of` reads, if others may do so at their first call: update_state of an F1Score, say."""
    functions = context.program.functions
    read = {capture.variable for capture in functions[of].captures}
    setting = [fn for fn in functions.values() if fn.name != of and any(each.variable in read for each in fn.updates)]
    for fn in setting:
        with suppress(OracleError):
            context.judge.call(fn.name, context.feed.batch(fn, context.scale(side.backend).batch, 0), context.state)
    return bool(setting)


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
