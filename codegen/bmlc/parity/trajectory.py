"""Training on TensorFlow, step by step, as the measure of training elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bmlc.ir import Function, Variable
from bmlc.parity.arrays import Array
from bmlc.parity.derive import with_gradients
from bmlc.parity.feed import Feed
from bmlc.parity.reference import Outcome, Reference
from bmlc.parity.spread import Spread, measure_spread

__all__ = ["Step", "Trajectories"]


@dataclass(frozen=True)
class Step:
    inputs: list[Array]
    before: Mapping[Variable, Array]
    outcome: Outcome
    gradients: tuple[Array, ...]  # and the values that come with them, as `derive.optimizer` takes them


class Trajectories:
    """TensorFlow's runs of training functions, computed anew for each asker: states of a run could fill the memory."""

    def __init__(
        self, functions: Mapping[str, Function], state: Mapping[Variable, Array], feed: Feed, reference: Reference
    ) -> None:
        self._functions = functions
        self._state = state
        self._feed = feed
        self._reference = reference
        self._finals: dict[tuple[str, int, int], dict[Variable, Array]] = {}
        self._spreads: dict[tuple[str, int, int], Spread] = {}

    def teacher(self, name: str, batch: int, steps: int) -> Iterator[Step]:
        """Each step with the state it began at, which TensorFlow's own steps led to."""
        fn = self._functions[name]
        extended = with_gradients(fn)
        state: Mapping[Variable, Array] = self._state
        for index in range(steps):
            inputs = self._feed.batch(fn, batch, index)
            everything = self._reference.call(extended, inputs, state)
            own = len(fn.outs)
            outcome = Outcome(everything.outs[:own], everything.updates)
            yield Step(inputs, state, outcome, everything.outs[own:])
            state = outcome.after(dict(state))
        self._finals[name, batch, steps] = dict(state)

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
        """How far TensorFlow's own runs are apart after these steps."""
        key = name, batch, steps
        if key not in self._spreads:
            batches = list(self.batches(name, batch, steps))
            self._spreads[key] = measure_spread(self._functions[name], batches, self._state)
        return self._spreads[key]
