"""TensorFlow's side: functions as they were traced, with state by variable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bmlc.errors import UserError
from bmlc.ir import Function, Variable
from bmlc.parity.arrays import Array

__all__ = ["Outcome", "Precision", "Reference"]

Precision = Literal["float32", "float64"]


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
        try:
            import tensorflow
        except ImportError:
            raise UserError(
                "BML403", "comparing takes TensorFlow, which is not installed", hint='pip install "bml[tf,parity]"'
            ) from None
        self.description = f"TensorFlow {tensorflow.__version__}"
        self._precision = precision

    def call(self, fn: Function, inputs: Sequence[Array], state: Mapping[Variable, Array]) -> Outcome:
        from bmlc.reference import evaluate

        captures = [state[capture.variable] for capture in fn.captures]
        outs, updates = evaluate(fn, inputs, captures, precision=self._precision)
        return Outcome(tuple(outs), {update.variable: value for update, value in zip(fn.updates, updates, strict=True)})
