"""A step that rounding decides is told from one that it does not."""

from __future__ import annotations

from functools import partial

import numpy as np

import bml
from bmlc import ops
from bmlc.ir import Function, TensorType, Variable
from bmlc.ops.tensor import Tensor
from bmlc.parity.feed import random_state
from bmlc.parity.kinks import moved, own_difference
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


def test_integers_and_bools_stay_what_they_are_whether_trainable_or_not() -> None:
    """Random weights, and weights that are moved, are float32."""
    values = {"int32": 3, "uint8": 250, "bool": True}
    state = {
        Variable(f"{dtype} {trainable}", TensorType((2, 2), dtype), trainable, {"name": "constant"}): np.full(
            (2, 2), value, dtype
        )
        for dtype, value in values.items()
        for trainable in (True, False)
    }
    for given in (random_state(list(state), state), moved(np.random.default_rng(0), state, 0.1)):
        for variable, value in state.items():
            np.testing.assert_array_equal(given[variable], value, strict=True)
