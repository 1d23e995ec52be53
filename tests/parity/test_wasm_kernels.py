"""Whose kernels wasm runs is a choice: each example agrees with Keras with ours and with tfjs's, under one name."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bml.cli.build import build_file
from bml.collect import collect_with_models
from bmlc.bundle.options import BuildOptions
from bmlc.kernels.variants import Kernels, with_kernels
from bmlc.parity import run_parity
from bmlc.parity.node_host import open_node

from .conftest import Oracle

EXAMPLES = sorted(path.stem for path in (Path(__file__).parents[2] / "examples").glob("*.py"))
STEPS = 2


@pytest.mark.parametrize("kernels", ["ours", "tfjs"])
@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=pytest.mark.data("mnist")) if "mnist" in n else n for n in EXAMPLES]
)
def test_an_example_agrees_with_keras(examples: Path, name: str, kernels: Kernels, oracle: Oracle) -> None:
    sample = collect_with_models(examples / f"{name}.py")
    targets = with_kernels(["wasm"], kernels)
    report = run_parity(sample.program, targets, STEPS, oracle=oracle(sample), engine="node", open_host=open_node)
    assert [row for row in report.rows if not row.ok] == []
    assert {row.backend for row in report.rows} == {"wasm"}
    assert {row.function.split()[0] for row in report.rows} >= {*sample.program.functions} - {"prepare"}
    if kernels == "tfjs":
        assert {row.renderer for row in report.rows} == {"SIMD, 1 thread, kernels of TensorFlow.js"}


def test_a_bundle_of_tfjs_kernels_is_named_as_any(examples: Path, tmp_path: Path) -> None:
    ours, tfjs = (
        build_file(examples / "digits_cnn.py", tmp_path / kernels, "wasm,cpu", wasm_kernels=kernels)
        for kernels in ("ours", "tfjs")
    )
    assert {*tfjs.compiled.backends} == {*tfjs.sizes} == {"cpu", "wasm"}
    called = tfjs.compiled.backends["wasm"].kernels()
    assert called
    assert not any("/kernels/wasm/" in kernel.module for kernel in called)
    assert not list((tfjs.folder / "chunks").glob("bml-*"))
    assert (tfjs.folder / "chunks/tfjs-backend-wasm-simd.wasm").is_file()
    for name in ("report.html", "manifest.json", "digits_cnn.d.ts"):
        assert "wasm_tfjs" not in (tfjs.folder / name).read_text("utf-8")
    manifest = json.loads((tfjs.folder / "manifest.json").read_text("utf-8"))
    assert (manifest["backends"], manifest["wasm_kernels"]) == (["cpu", "wasm"], "tfjs")
    options = BuildOptions.of_bundle(tfjs.folder)
    assert options is not None
    assert options.targets == ("cpu", "wasm_tfjs")
    assert BuildOptions.of_bundle(ours.folder) == BuildOptions(backends=("cpu", "wasm"))


LINE = """
import numpy as np

import bml

x = np.zeros((8, 2), np.float32)
points = bml.Dataset.from_arrays(x, x[:, :1])
model = bml.Sequential([bml.Input((2,)), bml.layers.Dense(1)])
model.compile(loss="mse")


@bml.script
def train():
    model.fit(points.batch(4))
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ("parity", "--backends", "wasm", "--bisect", "--function", "modelPredictStep"),
        ("profile", "--backends", "wasm", "--steps", "1", "--function", "modelPredictStep"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_commands_run_the_kernels_that_they_are_asked_for(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "line.py").write_text(LINE, "utf-8")
    command, *options = arguments
    told = bml(tmp_path, command, "line.py", *options, "--wasm-kernels", "tfjs", "--format", "json")
    (of_wasm,) = told["profiles" if command == "profile" else "functions"]
    assert (of_wasm["backend"], of_wasm["renderer"]) == ("wasm", "SIMD, 1 thread, kernels of TensorFlow.js")


def test_inspect_shows_the_kernels_that_it_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "line.py").write_text(LINE, "utf-8")
    ours, tfjs = (
        bml(tmp_path, "inspect", "line.py", "--backends", "wasm", "--wasm-kernels", kernels, "--format", "json")
        for kernels in ("ours", "tfjs")
    )
    assert tfjs["kernels"].keys() == ours["kernels"].keys() == {"wasm"}
    assert tfjs["javascript"] != ours["javascript"]


def bml(folder: Path, *arguments: str) -> dict[str, Any]:
    """What a command says in JSON."""
    command = [sys.executable, "-c", "from bml.cli import main; main()", *arguments]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told
