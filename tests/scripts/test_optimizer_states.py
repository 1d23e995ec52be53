"""What optimizers show of their state, in Python and in Node: updates so far, and the rate that a schedule gives."""

from __future__ import annotations

from pathlib import Path

from ..native_world import NativeWorld
from ..unit.scripts.ownership.node import run_scripts

PROGRAM = """\
import bml
from bml import layers, ops

points = bml.Dataset.from_tensor_slices([[0.4 * i - 1.0, 1.0 - 0.3 * i] for i in range(8)])
net = bml.Sequential([bml.Input((2,)), layers.Dense(2)])
halving = bml.optimizers.schedules.ExponentialDecay(0.1, 2, 0.5)
scheduled = bml.optimizers.Adam(halving)
accumulating = bml.optimizers.SGD(halving, gradient_accumulation_steps=3)


@bml.function
def loss(x):
    return ops.mean(ops.square(net(x) - 1.0))


@bml.script
def states():
    made = bml.optimizers.RMSprop(0.01, gradient_accumulation_steps=2)
    gradients_of = bml.value_and_grad(loss, variables=net.trainable_variables)
    print(int(scheduled.iterations), int(accumulating.iterations), int(made.iterations))
    for x in points.batch(2):
        value, gradients = gradients_of(x)
        scheduled.apply(gradients, net.trainable_variables)
        accumulating.apply(gradients, net.trainable_variables)
        made.apply(gradients, net.trainable_variables)
        print(int(scheduled.iterations), int(accumulating.iterations), int(made.iterations))
        print(f"{float(scheduled.learning_rate):.5f} {float(accumulating.learning_rate):.5f}")
"""
# 1, 2, 3, 4 updates; every third; every second. The rates count each call, as Keras's do.
COUNTS = ["0 0 0", "1 0 0", "2 0 1", "3 1 1", "4 1 2"]


def test_they_agree(tmp_path: Path, native_world: NativeWorld) -> None:
    path = tmp_path / "program.py"
    path.write_text(PROGRAM, encoding="utf-8")
    received = run_scripts([path], tmp_path)["program.states"]
    expected = native_world.run(path, "states")
    assert (received.error, received.printed) == (expected.error, expected.printed.splitlines())
    assert [line for line in received.printed if "." not in line] == COUNTS
