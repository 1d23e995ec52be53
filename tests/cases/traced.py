"""A traced function as a test calls it: evaluated op by op, with variables that keep what a call leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from bmlc.ir import Function, TensorType
from bmlc.passes.trace import trace
from bmlc.reference import evaluate


class Traced:
    """Args:
    fn: A function of the IR; or one that takes a tensor of each type, and is traced.
    types: Of the inputs.
    """

    def __init__(self, fn: Function | Callable[..., Any], *types: TensorType) -> None:
        params = [(f"x{i}", type) for i, type in enumerate(types)]
        self.fn = fn if isinstance(fn, Function) else trace(fn, params, "traced")
        self.state: dict[Any, Any] = {capture.variable: capture.variable.value for capture in self.fn.captures}

    def __call__(self, *inputs: Any) -> list[np.ndarray]:
        outs, updates = evaluate(self.fn, inputs, list(self.state.values()))
        self.state.update({update.variable: value for update, value in zip(self.fn.updates, updates, strict=True)})
        return [np.asarray(out) for out in outs]
