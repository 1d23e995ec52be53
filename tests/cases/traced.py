"""Functions of tensors as tests call them: traced, and evaluated op by op by the ops' reference rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from bml.arrays import as_array, tensor_dtype
from bmlc.ir import Function, TensorType
from bmlc.ops.tree import flatten, unflatten
from bmlc.passes.trace import trace
from bmlc.reference import evaluate

__all__ = ["Traced", "evaluated"]


def evaluated(fn: Callable[..., Any], *args: Any) -> Any:
    """What `fn` gives for arrays and numbers, which are tensors in it. Variables keep what it sets."""
    arrays = [as_array(arg) for arg in args]
    results: list[Any] = []

    def call(*tensors: Any) -> list[Any]:
        results.append(fn(*tensors))
        return [leaf for leaf in flatten(results[0]) if leaf is not None]

    run = Traced(call, *(TensorType(array.shape, tensor_dtype(array)) for array in arrays))
    outs = iter(run(*arrays))
    for update in run.fn.updates:
        update.variable.of.assign(np.asarray(run.state[update.variable]))  # type: ignore[attr-defined]
    return unflatten(results[0], iter([None if leaf is None else next(outs) for leaf in flatten(results[0])]))


class Traced:
    """A function that is called several times, whose variables are its own.

    Args:
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
