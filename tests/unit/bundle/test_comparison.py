"""parity.json beside a bundle: written with it, kept for the same program, dropped with another."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from bmlc.bundle.build import build
from bmlc.bundle.options import BuildOptions
from bmlc.program import Program

CPU = BuildOptions(backends=("cpu",), minify=False)
FOUND: dict[str, Any] = {
    "program": "line_fit",
    "engine": "Chromium 1",
    "reference": "TensorFlow 2",
    "ok": False,
    "rows": [
        {
            "check": "forward",
            "function": "predict",
            "backend": "cpu",
            "renderer": "JavaScript <b>",
            "tensor": "logits",
            "kernel_calls": 3,
            "error": 0.25,
            "bound": 1e-5,
            "ok": False,
            "note": "",
        }
    ],
}


def test_the_report_shows_it_and_it_stands_beside_the_manifest(program: Program, tmp_path: Path) -> None:
    report = build(program, tmp_path / "out", CPU, parity=FOUND)
    assert json.loads((report.folder / "parity.json").read_text()) == {"version": report.version, **FOUND}
    assert "parity.json" not in json.loads((report.folder / "manifest.json").read_text())["files"]
    page = (report.folder / "report.html").read_text()
    assert "Some checks fail" in page
    assert "JavaScript &lt;b&gt;" in page


def test_a_build_of_the_same_program_keeps_it(program: Program, tmp_path: Path) -> None:
    build(program, tmp_path / "out", CPU, parity=FOUND)
    again = build(program, tmp_path / "out", CPU)
    assert json.loads((again.folder / "parity.json").read_text())["ok"] is False


def test_a_build_of_another_program_drops_it(program: Program, tmp_path: Path) -> None:
    build(program, tmp_path / "out", CPU, parity=FOUND)
    changed = build(replace(program, title="Another line"), tmp_path / "out", CPU)
    assert not (changed.folder / "parity.json").exists()
    assert "Not compared yet" in (changed.folder / "report.html").read_text()


def test_a_bundle_tells_what_it_was_built_with(program: Program, tmp_path: Path) -> None:
    build(program, tmp_path / "out", CPU)
    assert BuildOptions.of_bundle(tmp_path / "out") == CPU
    assert BuildOptions.of_bundle(tmp_path) is None
