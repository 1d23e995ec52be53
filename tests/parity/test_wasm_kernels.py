"""Whose kernels wasm runs is a choice: each example agrees with Keras with ours and with tfjs's, under one name."""

from __future__ import annotations

import json
from pathlib import Path

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
