"""A step that rounding decides is told from one that it does not."""

from __future__ import annotations

from functools import partial

import numpy as np

import bml
from bmlc import ops
from bmlc.ir import Function, TensorType, Variable
from bmlc.ops.tensor import Tensor
from bmlc.parity.kinks import own_difference
from bmlc.parity.reference import Reference
from bmlc.passes.trace import trace


def step_from(value: float) -> tuple[Function, dict[Variable, np.ndarray]]:
    """w becomes w - (w > 1)."""
    weight = bml.Variable([value, 5.0], name="w")

    def step(x: Tensor) -> Tensor:
        weight.assign(weight.value - ops.step(weight.value - x))
        return x

    return trace(step, [("x", TensorType((), "float32"))], "step"), {weight.state: np.array([value, 5.0], np.float32)}


def difference(value: float) -> float:
    fn, state = step_from(value)
    step = partial(Reference().call, fn, [np.float32(1.0)])
    return own_difference(step, state, step(state))


def test_at_a_kink() -> None:
    assert difference(1.0 + 2.0**-21) > 0.1


def test_elsewhere() -> None:
    assert difference(1.01) < 1e-5
