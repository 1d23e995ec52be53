"""The example that everybody builds first: what its backends weigh."""

from __future__ import annotations

from pathlib import Path

import pytest

from bml.collect import collect
from bmlc.bundle.build import build
from bmlc.bundle.report import sizes

# JavaScript of load() and train() up to the first finished step, gzip -9; the .wasm file stands beside it.
LIMITS = {"cpu": 30_000, "wasm": 38_000, "webgl": 65_000, "webgpu": 55_000}


@pytest.mark.data("mnist")
def test_sizes(examples: Path, tmp_path: Path) -> None:
    report = build(collect(examples / "mnist_cnn.py"), tmp_path / "mnist_cnn")
    measured = {backend: size.gzip for backend, size in sizes(report).items()}
    assert set(measured) == set(LIMITS)
    assert not {backend: size for backend, size in measured.items() if size > LIMITS[backend]}
