"""What is cut out of a step to be compared: all that it computes gradients of."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bml.collect.program import Collected
from bmlc.parity import run_parity
from bmlc.parity.checks.gradients import GRADIENTS
from bmlc.parity.checks.optimizers import OPTIMIZERS
from bmlc.parity.derive import gradients, optimizer, with_gradients
from bmlc.parity.node_host import open_node

from .conftest import Oracle
from .programs import collected
from .test_wrong_kernel import wrong_kernel

SOURCE = """
import numpy as np

import bml

points = bml.Dataset.from_tensor_slices(np.linspace(0.1, 1, 64, dtype="float32").reshape(32, 2))
a = bml.Variable(np.float32([0.3, 0.7]), name="a")
b = bml.Variable(np.float32([0.2, 0.4]), name="b")


@bml.function
def first(x):
    return bml.ops.mean(x * a)


@bml.function
def second(x):
    return bml.ops.mean(bml.ops.tanh(x * b) * a)


@bml.function
def step(x: bml.TensorSpec((None, 2))):
    value, (da,) = bml.value_and_grad(first, variables=[a])(x)
    a.assign(a - 0.1 * da)
    other, (db,) = bml.value_and_grad(second, variables=[b])(x)
    b.assign(b - 0.1 * db)
    return value, other


@bml.script
def train():
    for x in points.batch(8):
        step(x)
"""


@pytest.fixture(scope="module")
def program() -> Collected:
    return collected("two", SOURCE)


def test_every_value_and_grad_is_cut_out(program: Collected) -> None:
    fn = next(fn for fn in program.program.functions.values() if fn.updates)
    found = [eqn for eqn in fn.body if eqn.op.name == "value_and_grad"]
    assert len(found) == 2
    cut = gradients(fn)
    assert cut is not None
    assert cut.names == ("value", "d a", "value of 2", "d b of 2")
    assert cut.places == ((0, 0), (0, 1), (1, 0), (1, 1))
    assert cut.function.outs == tuple(out for eqn in found for out in eqn.outs)
    assert with_gradients(fn).outs == (*fn.outs, *cut.function.outs)
    given = optimizer(fn)
    assert given.params == (*fn.params, *cut.function.outs)
    assert not [eqn for eqn in given.body if eqn.op.name == "value_and_grad"]


def test_a_kernel_of_the_second_alone_turns_it_red(program: Collected, tmp_path: Path, oracle: Oracle) -> None:
    def errors(substitutes: dict[str, Path]) -> list[float]:
        report = run_parity(
            program.program,
            ("cpu",),
            2,
            oracle=oracle(program),
            checks=(GRADIENTS, OPTIMIZERS),
            engine="node",
            open_host=open_node,
            substitutes=substitutes,
        )
        assert {row.check for row in report.rows} == {"gradients", "optimizers"}
        return [row.error / row.bound for row in report.rows if row.check == "gradients" and row.error is not None]

    assert np.max(errors({})) < 1
    assert np.max(errors(wrong_kernel(tmp_path, "Tanh", "tanhConfig"))) > 10
