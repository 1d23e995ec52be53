"""TensorFlow's side: functions as they were traced, with state by variable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bmlc.ir import Function, Variable
from bmlc.parity.arrays import Array
from bmlc.reference import evaluate, tensorflow
from bmlc.reference.evaluate import Precision

__all__ = ["Outcome", "Reference"]


@dataclass(frozen=True)
class Outcome:
    """What a call gave."""

    outs: tuple[Array, ...]
    updates: Mapping[Variable, Array]

    def after(self, state: Mapping[Variable, Array]) -> dict[Variable, Array]:
        """`state` with the updates."""
        return {**state, **self.updates}


class Reference:
    """Evaluates functions on TensorFlow, gradients by its own tape."""

    def __init__(self, precision: Precision = "float32") -> None:
        self.description = f"TensorFlow {tensorflow().__version__}"
        self._precision = precision

    def call(self, fn: Function, inputs: Sequence[Array], state: Mapping[Variable, Array]) -> Outcome:
        captures = [state[capture.variable] for capture in fn.captures]
        outs, updates = evaluate(fn, inputs, captures, precision=self._precision)
        arrays = {update.variable: np.asarray(value) for update, value in zip(fn.updates, updates, strict=True)}
        return Outcome(tuple(np.asarray(out) for out in outs), arrays)
