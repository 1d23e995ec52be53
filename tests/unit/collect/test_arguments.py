"""A file is read as `python FILE` runs it, without arguments: those of bml's commands are none of its own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bml.collect.loading import load_module
from bml.context import new_program

PROGRAM = """
import argparse
import sys

parser = argparse.ArgumentParser()
parser.add_argument("--epochs", type=int, default=3)
args = parser.parse_args()
given = list(sys.argv)
"""


@pytest.mark.parametrize("compiling", [True, False])
def test_a_file_that_parses_arguments(compiling: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "program.py"
    path.write_text(PROGRAM, encoding="utf-8")
    command = ["bml", "build", str(path), "--backends", "cpu"]
    monkeypatch.setattr(sys, "argv", command)
    with new_program():
        module = load_module(path, compiling=compiling).module
    assert module.args.epochs == 3
    assert module.given == [str(path)]
    assert sys.argv is command
