"""Loops of one's own among the examples: each function that their scripts call is compared, whatever it is for."""

from __future__ import annotations

from pathlib import Path

import pytest

from bml.collect import collect_with_models
from bmlc.parity import run_parity
from bmlc.parity.checks.gradients import GRADIENTS
from bmlc.parity.node_host import open_node

from .conftest import Oracle
from .programs import collected

STEPS = 3
CHECKS = {
    "custom_loop": {
        ("preprocessing", "prepare"),
        ("preprocessing", "add"),
        ("forward", "correct"),
        ("gradients", "lossGradients gradients"),
        ("updates", "sgdApply"),
        ("optimizers", "sgdApply"),
    },
    "mnist_gan": {
        ("preprocessing", "prepare"),
        ("random", "sampleNoise"),
        ("random", "generate"),
        ("gradients", "discriminatorLossGradients gradients"),
        ("optimizers", "discriminatorOptimizerApply"),
        ("gradients", "generatorLossGradients gradients"),
        ("optimizers", "generatorOptimizerApply"),
    },
    "cart_pole": {
        ("forward", "probabilities"),
        ("preprocessing", "getitem"),
        ("gradients", "lossGradients gradients"),
        ("optimizers", "adamApply"),
    },
    "fine_tuning": {
        ("preprocessing", "prepareParity"),
        ("gradients", "teacherTrainStep gradients"),
        ("free run", f"teacherTrainStep x {STEPS}"),
        ("state", "copyFeatures"),
        ("gradients", "lossGradients gradients"),
        ("optimizers", "adamApply"),
        ("state", "meanUpdateState"),
        ("forward", "meanResult"),
        ("forward", "correct"),
    },
}

# Normalization by the batch takes out what the bias before it adds.
CANCELS = """
import bml
from bml import layers

net = bml.Sequential([bml.Input((3,)), layers.Dense(4), layers.BatchNormalization(), layers.Dense(1)])


@bml.function
def loss(x: bml.TensorSpec(("n", 3))):
    return bml.ops.mean(bml.ops.square(net(x, training=True) - 1.0))


@bml.script
def train():
    value, gradients = bml.value_and_grad(loss)([[1.0, 2.0, 4.0], [2.0, 0.5, 1.0], [4.0, 1.5, 3.0]])
    return float(value)
"""


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=pytest.mark.data("mnist")) if "mnist" in n else n for n in CHECKS]
)
def test_every_function_of_a_loop(examples: Path, name: str, oracle: Oracle) -> None:
    sample = collect_with_models(examples / f"{name}.py")
    program = sample.program
    report = run_parity(program, ("cpu",), STEPS, oracle=oracle(sample), engine="node", open_host=open_node)
    assert {row.oracle for row in report.rows} == {"Keras"}
    assert [row for row in report.rows if not row.ok] == []
    assert {row.function.split()[0] for row in report.rows} == {*program.functions}
    assert {(row.check, row.function) for row in report.rows} >= CHECKS[name]
    # A step without a learning rate changes nothing, and compares nothing.
    rates = [each.initializer["value"] for each in program.variables if each.name.endswith("/learning_rate")]
    assert all(rate > 0 for rate in rates)
    # What computes no gradients is given numbers, and would only repeat them.
    assert all("TrainStep" in row.function for row in report.rows if row.check == "free run")


def test_a_gradient_that_cancels_is_held_against_the_largest(oracle: Oracle) -> None:
    sample = collected("cancels", CANCELS)
    report = run_parity(
        sample.program, ("cpu",), 1, oracle=oracle(sample), checks=(GRADIENTS,), engine="node", open_host=open_node
    )
    (row,) = report.rows
    assert row.ok
    assert row.note.endswith("; zero but for rounding, held against the largest one: d sequential/dense/bias")


# A function, and a block of a script with an object of the file's, each with a tape.
TAPES = """
import bml
from bml import layers

net = bml.Sequential([bml.Input((3,)), layers.Dense(4, activation="tanh"), layers.Dense(1)])
optimizer = bml.optimizers.SGD(0.1)


@bml.function
def step(x: bml.TensorSpec(("n", 3))):
    with bml.GradientTape() as tape:
        loss = bml.ops.mean(bml.ops.square(net(x, training=True) - 1.0))
    optimizer.apply(tape.gradient(loss, net.trainable_variables), net.trainable_variables)
    return loss


class Scale:
    def __init__(self, by):
        self.by = by

    def of(self, value):
        return value * self.by


def scaled(x, scale):
    unused = bml.ops.mean(x)
    with bml.GradientTape(persistent=True) as tape:
        loss = scale.of(bml.ops.mean(bml.ops.square(net(x) - unused)))
        doubled = loss * 2.0
    first = tape.gradient(loss, net.trainable_variables)
    return first, tape.gradient(doubled, [net.trainable_variables[0]])


@bml.script
def train(rate: float = 2.0):
    x = bml.ops.convert_to_tensor([[1.0, 2.0, 4.0], [2.0, 0.5, 1.0], [4.0, 1.5, 3.0]])
    first, second = scaled(x, Scale(rate))
    return float(step(x)), first, second
"""


def test_the_gradients_of_tapes(oracle: Oracle) -> None:
    sample = collected("tapes", TAPES)
    report = run_parity(sample.program, ("cpu",), 2, oracle=oracle(sample), engine="node", open_host=open_node)
    assert {row.oracle for row in report.rows} == {"Keras"}
    assert [row for row in report.rows if not row.ok] == []
    found = {(row.check, row.function) for row in report.rows}
    assert found >= {("gradients", "step gradients"), ("optimizers", "step optimizer")}
    assert found >= {("gradients", "scaledTape gradients"), ("free run", "step x 2")}
