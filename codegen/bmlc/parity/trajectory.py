"""Training by the oracle, step by step, as the measure of training elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from bmlc.ir import Function, Variable
from bmlc.parity.arrays import Array
from bmlc.parity.derive import values_and_grads, with_gradients
from bmlc.parity.feed import Feed
from bmlc.parity.judge import Expected, Judge
from bmlc.parity.spread import Spread, measure_spread

__all__ = ["Step", "Trajectories"]


@dataclass(frozen=True)
class Step:
    inputs: list[Array]
    before: Mapping[Variable, Array]
    expected: Expected


class Trajectories:
    """Runs of training functions, computed anew for each asker: states of a run could fill the memory."""

    def __init__(
        self, functions: Mapping[str, Function], state: Mapping[Variable, Array], feed: Feed, judge: Judge
    ) -> None:
        self._functions = functions
        self._state = state
        self._feed = feed
        self._judge = judge
        self._finals: dict[tuple[str, int, int], dict[Variable, Array]] = {}
        self._spreads: dict[tuple[str, int, int], Spread] = {}

    def teacher(self, name: str, batch: int, steps: int) -> Iterator[Step]:
        """Each step with the state it began at, which the steps before it led to."""
        state: Mapping[Variable, Array] = self._state
        for inputs in self.batches(name, batch, steps):
            expected = self._judge.call(name, inputs, state)
            yield Step(inputs, state, expected)
            state = expected.after(state)
        self._finals[name, batch, steps] = dict(state)

    def given(self, name: str, step: Step) -> list[Array]:
        """What `derive.optimizer` takes besides the inputs: the oracle's values and gradients, the graph's results."""
        fn = self._functions[name]
        if not values_and_grads(fn):
            return []
        found = iter(self._judge.reference.call(with_gradients(fn), step.inputs, step.before).outs[len(fn.outs) :])
        given: list[Array] = []
        for eqn, tape in zip(values_and_grads(fn), step.expected.tapes, strict=True):
            outs = [next(found) for _ in eqn.outs]
            count = len(tape.gradients)
            given += [tape.value.astype("float32"), *outs[1 : len(outs) - count], *tape.gradients]
        return given

    def final(self, name: str, batch: int, steps: int) -> Mapping[Variable, Array]:
        """The state after a whole run."""
        key = name, batch, steps
        if key not in self._finals:
            for _ in self.teacher(name, batch, steps):
                pass
        return self._finals[key]

    def batches(self, name: str, batch: int, steps: int) -> Iterator[list[Array]]:
        """What the steps of a run are called with."""
        return (self._feed.batch(self._functions[name], batch, index) for index in range(steps))

    def spread(self, name: str, batch: int, steps: int) -> Spread:
        """How far the oracle's own runs are apart after these steps."""
        key = name, batch, steps
        if key not in self._spreads:
            fn, batches = self._functions[name], list(self.batches(name, batch, steps))
            step, final = partial(self._judge.call, name), self.final(name, batch, steps)
            self._spreads[key] = measure_spread(fn, step, batches, self._state, final)
        return self._spreads[key]
