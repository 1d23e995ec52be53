"""What a file may ask of its own Keras: a strategy of `tf.distribute`, JAX, PyTorch. Each in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

STRATEGY = """
import tensorflow as tf

cpu = tf.config.list_physical_devices("CPU")[0]
import keras  # which leaves the devices to the file
tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
scope = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"]).scope
"""

PROGRAM = """
import contextlib

import bml
{strategy}
import keras
import numpy as np

scope = globals().get("scope", contextlib.nullcontext)
numbers = np.arange(60, dtype=np.float32)[:, None]


class Losses(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.seen = []

    def on_train_batch_end(self, batch, logs=None):
        self.seen.append(logs["loss"])


def shuffled():
    return bml.Dataset.from_tensor_slices((numbers, numbers)).shuffle().batch(20)


def check(*data, **options):
    with scope():
        model = bml.Sequential([bml.Input((1,)), bml.layers.Dense(1)])
        model.compile("sgd", lambda y, prediction: keras.ops.mean(y + 0.0 * prediction, axis=-1))
    losses = Losses()
    model.fit(*data, epochs=2, verbose=0, callbacks=[losses], **options)
    again = shuffled()
    means = np.array([[targets.mean() for _, targets in again] for _ in range(2)])
    np.testing.assert_allclose(losses.seen, (np.cumsum(means, 1) / [1, 2, 3]).ravel(), rtol=1e-5)


@bml.function
def double(x):
    return x * 2


@bml.script
def orders():
    check(shuffled())
    if keras.backend.backend() == "tensorflow":
        check(numbers, numbers, batch_size=20)


@bml.script
def function():
    double(numbers)


@bml.script
def gradients():
    bml.value_and_grad(lambda x: bml.ops.sum(x), argnums=0)(numbers)


@bml.script
def mapped():
    check(shuffled().map(lambda x, y: (x, y)))
"""


def run(folder: Path, script: str, backend: str, strategy: str = "") -> subprocess.CompletedProcess[str]:
    file = folder / "program.py"
    file.write_text(PROGRAM.replace("{strategy}", strategy), encoding="utf-8")
    command = [sys.executable, "-c", "from bml.cli import main; main()", "run", file.name, script]
    environment = {**os.environ, "KERAS_BACKEND": backend}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)


def test_a_strategy_trains_on_devices_of_the_file_in_bmls_order(tmp_path: Path) -> None:
    child = run(tmp_path, "orders", "tensorflow", STRATEGY)
    assert child.returncode == 0, child.stderr


@pytest.mark.parametrize("backend", ["jax", "torch"])
def test_another_backend_trains_and_says_what_needs_tensorflow(tmp_path: Path, backend: str) -> None:
    if find_spec(backend) is None:
        pytest.skip(f"expected {backend}, which is not installed")
    child = run(tmp_path, "orders", backend)
    assert child.returncode == 0, child.stderr
    for script, needs, line in (
        ("function", "@bml.function", "double(numbers)"),
        ("gradients", "value_and_grad", "bml.value_and_grad(lambda"),
        ("mapped", "Dataset.map", "model.fit(*data"),
    ):
        child = run(tmp_path, script, backend)
        assert f"error BML403: {needs} needs TensorFlow, received a Keras that runs on {backend!r}" in child.stderr
        assert f"    {line}" in child.stderr
        assert "hint: set KERAS_BACKEND=tensorflow" in child.stderr
