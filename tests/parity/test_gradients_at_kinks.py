"""Gradients at corners of functions, and on both sides: those of Keras's own functions on TensorFlow's tape.

python -m tests.parity.test_gradients_at_kinks FILE     those of Keras, pickled into FILE: a process has one Keras
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cases.ops import Array
from cases.special_table import Special, gradient_of

from bmlc import ops
from bmlc.kernels.kernel import Backend
from bmlc.kernels.tables import BACKENDS
from environment import ROOT

from .tables import Table, open_table


@dataclass(frozen=True)
class Kink:
    """A function of Keras and ours, at points that include its corners."""

    name: str
    keras: Callable[..., Any]  # (keras, *tensors)
    ours: Callable[..., Any]
    inputs: tuple[Array, ...]


def at(*points: float) -> Array:
    return np.array(points, np.float32)


def unary(name: str, *corners: float, **attrs: Any) -> Kink:
    points = at(*corners, *(corner + step for corner in corners for step in (-0.75, -1e-4, 1e-4, 0.75)))
    title = " ".join([name, *(f"{key}={value}" for key, value in attrs.items())])
    return Kink(
        title,
        lambda keras, x: getattr(keras.ops, name)(x, **attrs),
        lambda x: getattr(ops, name)(x, **attrs),
        (points,),
    )


def same(name: str, *inputs: Array, **attrs: Any) -> Kink:
    return Kink(
        " ".join([name, *(f"{key}={value}" for key, value in attrs.items())]),
        lambda keras, *xs: getattr(keras.ops, name)(*xs, **attrs),
        lambda *xs: getattr(ops, name)(*xs, **attrs),
        inputs,
    )


PAIRS = at(1, 2, 1, 0, -0.0, -1), at(1, 1, 2, 0, 0.0, -1)
TIES = np.array([[1, 3, 3], [2, 2, 2], [1, 2, 3]], np.float32)
ZEROS = np.array([[0, 0, 0], [0, 3, 4], [1, 0, 0]], np.float32)
IMAGE = np.array([[1, 1, 2, 0], [1, 1, 2, 2], [0, 0, -1, -1], [0, 0, -1, -1]], np.float32).reshape(1, 4, 4, 1)

ROUND_ZERO = "relu leaky_relu elu selu celu absolute sign softsign silu"

KINKS = [
    *(unary(name, 0.0) for name in ROUND_ZERO.split()),
    unary("relu6", 0.0, 6.0),
    *(unary(name, -3.0, 3.0) for name in ("hard_sigmoid", "hard_silu")),
    unary("hard_tanh", -1.0, 1.0),
    *(unary(name, -0.5, 0.5) for name in ("hard_shrink", "soft_shrink")),
    unary("threshold", 0.5, threshold=0.5, default_value=-1.0),
    unary("clip", -1.0, 1.0, x_min=-1.0, x_max=1.0),
    unary("clip", 2.0, x_min=2.0, x_max=2.0),
    unary("celu", 0.0, alpha=0.5),
    unary("leaky_relu", 0.0, negative_slope=0.5),
    unary("floor", 0.0, 1.0),
    same("sqrt", at(0, 1, 4)),
    same("rsqrt", at(0, 1, 4)),
    same("log", at(0, 1)),
    same("square", at(0, -1)),
    same("tan", at(0, 1)),
    same("maximum", *PAIRS),
    same("minimum", *PAIRS),
    same("multiply", *PAIRS),
    same("power", at(0, 1, 2, 0), at(1, 0, 2, 2)),
    *(same(name, TIES, axis=1) for name in ("max", "min", "prod", "mean", "logsumexp", "std", "var")),
    same("prod", ZEROS, axis=-1),
    same("norm", ZEROS, axis=1),
    Kink("where", lambda keras, a, b: keras.ops.where(a > b, a, b), lambda a, b: ops.where(a > b, a, b), PAIRS),
    Kink("max_pool", lambda keras, x: keras.ops.max_pool(x, 2, 1), lambda x: ops.max_pool(x, 2, 1), (IMAGE,)),
    Kink("max_pool 2", lambda keras, x: keras.ops.max_pool(x, 2), lambda x: ops.max_pool(x, 2), (IMAGE,)),
]


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    functions = {kink.name: gradient_of(Special(kink.name, kink.ours, kink.inputs)) for kink in KINKS}
    with open_table(functions, BACKENDS, tmp_path_factory.mktemp("kinks")) as opened:
        yield opened


@pytest.fixture(scope="module")
def keras_gradients(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Array]]:
    file: Path = tmp_path_factory.mktemp("keras") / "gradients"
    path = os.pathsep.join(filter(None, sys.path))
    environment = {**os.environ, "KERAS_BACKEND": "tensorflow", "PYTHONPATH": path}
    subprocess.run([sys.executable, "-m", __name__, file], env=environment, cwd=ROOT, check=True)
    found: dict[str, list[Array]] = pickle.loads(file.read_bytes())
    return found


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("kink", KINKS, ids=[kink.name for kink in KINKS])
def test_gradient(table: Table, keras_gradients: dict[str, list[Array]], kink: Kink, backend: Backend) -> None:
    actual = table.sides[backend].call(kink.name, kink.inputs, {})[0].outs
    for ours, theirs in zip(actual, keras_gradients[kink.name], strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-6)


def gradients_of_keras(kink: Kink) -> list[Array]:
    import keras
    import tensorflow as tf

    xs = [tf.constant(x) for x in kink.inputs]
    with tf.GradientTape() as tape:
        tape.watch(xs)
        y = kink.keras(keras, *xs)
    gradients = tape.gradient(y, xs, unconnected_gradients="zero")
    return [np.asarray(tf.convert_to_tensor(each)) for each in gradients]


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(pickle.dumps({kink.name: gradients_of_keras(kink) for kink in KINKS}))
