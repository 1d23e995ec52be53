"""A small program that is built in a second: no data set to load, one dense model."""

from __future__ import annotations

from pathlib import Path

import pytest

from bml.collect import collect
from bmlc.bundle.build import build
from bmlc.bundle.options import BuildOptions
from bmlc.bundle.report import Report
from bmlc.program import Program

SOURCE = '''"""A line through points."""

import numpy as np

import bml
from bml import layers

x = np.linspace(-1, 1, 512, dtype=np.float32).reshape(128, 4)
points = bml.Dataset.from_tensor_slices((x, x.sum(axis=1, keepdims=True)))
batches = points.shuffle(seed=3).batch(32)

model = bml.Sequential([bml.Input((4,)), layers.Dense(1)], name="line")
model.compile(optimizer=bml.optimizers.SGD(0.1), loss="mse", metrics=["mae"])
model.layers[0].set_weights([np.float32([[0.5], [0.5], [0.5], [0.25]]), np.zeros(1, np.float32)])


@bml.script
def train(epochs: int = 1, quick: bool = False, name: str = "a"):
    """Fit the line.

    More about it.
    """
    for epoch in range(epochs):
        model.fit(batches, epochs=1)
    return model.evaluate(points.batch(64), return_dict=True)["loss"]


@bml.script
def run_report(steps: int):
    if steps % 2 == 0:
        return steps
    model.predict(points.batch(16))


@bml.function
def answer(rate: float, image: bml.Image(2, 2)) -> bml.Probabilities(["only"]):
    """What the line says."""
    return model(bml.ops.reshape(image, (1, 4)) * rate)[0]


@bml.function
def _private(value: float):
    return value


@bml.function
def helper(value):
    return value
'''


@pytest.fixture(autouse=True, scope="session")
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BML_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("source") / "line_fit.py"
    path.write_text(SOURCE, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def program(source: Path) -> Program:
    return collect(source)


@pytest.fixture(scope="session")
def report(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The program's bundle for cpu and wasm."""
    out = tmp_path_factory.mktemp("bundle") / "line_fit"
    return build(program, out, BuildOptions(backends=("cpu", "wasm")), bml_version="1.2.3")
