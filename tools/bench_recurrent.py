"""What an LSTM costs with its gradients, by the number of its steps: compile time, kernels, code, and the peak."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from bmlc import ops
from bmlc.emit.tensor_functions import emit_tensor_functions
from bmlc.ir import Function, TensorType
from bmlc.kernels.kernel import Backend, Kernel
from bmlc.ops.tensor import Tensor
from bmlc.passes.memory import peak_bytes
from bmlc.passes.pipeline import lower, optimize
from bmlc.passes.trace import trace

__all__ = ["FILE", "STEPS", "UNITS", "Cost", "lstm_cost"]

STEPS = (10, 100, 1000)
UNITS, FEATURES, BATCH = 32, 16, 32
# Keras's own layer over 100 steps, to be built as users build it.
FILE = f"""import numpy as np
import bml
from bml import layers

rows = bml.Dataset.from_arrays(np.zeros((64, 100, {FEATURES}), "f"), np.zeros((64, 1), "f"))
model = bml.Sequential([bml.Input((100, {FEATURES})), layers.LSTM({UNITS}), layers.Dense(1)])
model.compile("adam", "mse")


@bml.script
def train(epochs: int = 1):
    model.fit(rows.batch({BATCH}), epochs=epochs)
"""


@dataclass(frozen=True)
class Cost:
    milliseconds: float  # of the processor, from the user's function to JavaScript
    kernels: int
    bytes: int
    peak: int


def lstm_cost(steps: int, backend: Backend) -> Cost:
    """An LSTM that is written with `scan`, the mean square of what it ends with, and the gradients of its weights."""
    began = time.process_time()
    lowered = lower(optimize(_gradients(steps)), backend)
    code = emit_tensor_functions({"lstm": lowered}, backend, Path("lstm.py")).code
    spent = 1000 * (time.process_time() - began)
    kernels = sum(isinstance(eqn.op, Kernel) for eqn in lowered.eqns())
    return Cost(spent, kernels, len(code), peak_bytes(lowered).evaluate({}))


def _gradients(steps: int) -> Function:
    shapes = {"x": (steps, BATCH, FEATURES), "kernel": (FEATURES, 4 * UNITS), "recurrent": (UNITS, 4 * UNITS)}
    shapes["bias"] = (4 * UNITS,)
    params = [(name, TensorType(shape, "float32")) for name, shape in shapes.items()]

    def gradients(*inputs: Tensor) -> tuple[Tensor, ...]:
        return ops.value_and_grad(*inputs, body=trace(_loss, params, "loss"), wrt=(1, 2, 3))

    return trace(gradients, params, "lstm")


def _loss(x: Tensor, kernel: Tensor, recurrent: Tensor, bias: Tensor) -> Tensor:
    def step(state: tuple[Tensor, Tensor], x: Tensor) -> tuple[tuple[Tensor, Tensor], None]:
        h, c = state
        z = x @ kernel + h @ recurrent + bias
        i, f, g, o = (z[:, k * UNITS : (k + 1) * UNITS] for k in range(4))
        c = ops.sigmoid(f) * c + ops.sigmoid(i) * ops.tanh(g)
        return (ops.sigmoid(o) * ops.tanh(c), c), None

    zero = ops.zeros((BATCH, UNITS))
    (h, _), _ = ops.scan(step, (zero, zero), x)
    return ops.mean(ops.square(h))
