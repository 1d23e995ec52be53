"""`tools/bench --compare`: the steps of two built folders."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Error

from bench_folders import compare_folders
from bml.cli.build import build_file
from bmlc.bundle.report import Report


def test_each_side_takes_its_turns_on_what_both_folders_have(built: Report, tmp_path: Path) -> None:
    other = build_file(Path(__file__).with_name("strokes.py"), tmp_path / "strokes", "cpu").folder
    [(backend, before, after)] = compare_folders(built.folder, other, rounds=2)
    assert backend == "cpu"
    for side in (before, after):
        assert len(side.clock) == len(side.processor) == 2
        assert min(side.clock) > 0


def test_a_script_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "count.py"
    file.write_text("import bml\n\n@bml.script\ndef train():\n    print(1)\n")
    folder = build_file(file, tmp_path / "count", "cpu").folder
    with pytest.raises(Error, match=r"expected train to fit, with two batches or more in an epoch"):
        list(compare_folders(folder, folder, rounds=1))
