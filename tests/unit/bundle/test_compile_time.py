"""Compiling takes time in proportion to the size of a program: lines of Python that run are counted, not seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import bml
from bml.collect import collect
from bmlc import ops
from bmlc.bundle.compile import compile_program
from bmlc.emit.tensor_functions import emit_tensor_functions
from bmlc.ir import TensorType, symbol
from bmlc.passes.memory import peak_bytes
from bmlc.passes.pipeline import lower, optimize
from bmlc.passes.trace import trace

_STEP = 12  # a part whose cost grows with the square adds 2 * _STEP**2 lines, of some hundreds that a layer takes


def chain(x, size):
    for _ in range(size):
        x = ops.tanh(x * 1.5)
    return ops.mean(x)


def residual(x, size):
    for _ in range(size):
        x = x + ops.relu(ops.tanh(x))
    return ops.mean(x)


def branches(x, size):
    """All of them read x, whose gradient is a sum of as many."""
    total = ops.tanh(x)
    for i in range(size):
        total = total + ops.exp(x * float(i))
    return ops.mean(total)


def concatenation(x, size):
    return ops.mean(ops.concatenate([ops.tanh(x * float(i)) for i in range(size)], axis=1))


def slices(x, size):
    return ops.mean(ops.concatenate([ops.square(x[:, i : i + 1]) for i in range(size)], axis=1))


def loop(x, size):
    """A scan whose body is a chain."""

    def step(carry, row):
        for _ in range(size):
            carry = ops.tanh(carry * 1.5 + row)
        return carry, carry

    return ops.mean(ops.scan(step, ops.sum(x, axis=0), x)[1])


def lines_run(work: Callable[[], Any]) -> int:
    count = 0

    def visit(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        count += event == "line"
        return visit

    before = sys.gettrace()
    sys.settrace(visit)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def assert_linear(work: Callable[[int], Any]) -> None:
    """From n to 2n parts it takes as much more as from 2n to 3n: this leaves out what any size costs."""
    work(1)  # imports, tables
    first, second, third = (lines_run(lambda size=times * _STEP: work(size)) for times in (1, 2, 3))
    assert third - second < 1.01 * (second - first)


@pytest.mark.parametrize("net", [chain, residual, branches, concatenation, slices, loop])
def test_a_function_and_its_gradient(net: Callable[..., Any], tmp_path: Path) -> None:
    def compiled(size: int) -> None:
        shape = (size,) if net is slices else (8,)
        gradients = bml.value_and_grad(lambda x: net(x, size), argnums=0)
        fn = trace(gradients, [("x", TensorType((symbol("n"), *shape), "float32"))], "f")
        lowered = lower(optimize(fn), "wasm")
        str(peak_bytes(lowered))
        emit_tensor_functions({"f": lowered}, "wasm", tmp_path / "net.py")

    assert_linear(compiled)


_FILE = """import numpy as np
import bml
from bml import layers

data = bml.Dataset.from_arrays(np.zeros((4, 3), np.float32), np.zeros((4, 3), np.float32))
model = bml.Sequential([bml.Input((3,)), *(layers.Dense(3, activation="relu") for _ in range(SIZE))])
model.compile(optimizer="adam", loss="mse")

@bml.script
def train():
    model.fit(data.batch(2))
"""


def test_a_model_and_its_training_step(tmp_path: Path) -> None:
    def compiled(size: int) -> None:
        file = tmp_path / f"net{size}.py"
        file.write_text(_FILE.replace("SIZE", str(size)), encoding="utf-8")
        program = compile_program(collect(file), ("cpu", "webgl"))
        for backend in program.backends.values():
            str(backend.peak("modelTrainStep"))

    assert_linear(compiled)
