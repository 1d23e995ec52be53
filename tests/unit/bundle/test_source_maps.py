"""What a folder says of the user's file: with `none` nothing, with `lines` no text of it, with `full` all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import pytest

from bml.collect import collect
from bmlc.bundle.build import build
from bmlc.bundle.options import BuildOptions, SourceMaps
from bmlc.program import Program

SECRET = "sk-83b1f4"
SOURCE = f'''"""A program with a secret."""

import bml

API_KEY = "{SECRET}-a"  # {SECRET}-b


def fetch(key=API_KEY):
    """{SECRET}-c"""
    return key


@bml.function
def twice(x: bml.TensorSpec((None, 2))):
    # {SECRET}-d
    return x * 2  # {SECRET}-e


@bml.script
def main(steps: int = 2):
    """Says a number."""
    for step in range(steps):  # {SECRET}-f
        print(step)  # {SECRET}-g
    return twice([[1.0, 2.0]])  # {SECRET}-h
'''


@pytest.fixture(scope="module")
def secretive(tmp_path_factory: pytest.TempPathFactory) -> Program:
    path = tmp_path_factory.mktemp("source") / "secretive.py"
    path.write_text(SOURCE, encoding="utf-8")
    return collect(path)


def built(program: Program, out: Path, **options: Any) -> Path:
    return build(program, out, BuildOptions(backends=("cpu",), **options)).folder


def holding(folder: Path, text: str) -> set[str]:
    """The files that hold `text`."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix() for path in paths if text.encode() in path.read_bytes()}


@pytest.mark.parametrize("minify", [True, False])
@pytest.mark.parametrize("source_maps", get_args(SourceMaps))
def test_the_users_text_is_shipped_only_where_asked(
    secretive: Program, tmp_path: Path, source_maps: SourceMaps, minify: bool
) -> None:
    folder = built(secretive, tmp_path / "out", source_maps=source_maps, minify=minify)
    shown = holding(folder, SECRET) | holding(folder, "return x * 2") | holding(folder, "for step in range(steps)")
    assert bool(shown) == (source_maps == "full"), shown
    assert all(path.endswith(".map") for path in shown)
    assert json.loads((folder / "manifest.json").read_text("utf-8"))["source_maps"] == source_maps
    assert BuildOptions.of_bundle(folder) == BuildOptions(backends=("cpu",), source_maps=source_maps, minify=minify)


def test_the_default_is_lines(secretive: Program, tmp_path: Path) -> None:
    folder = built(secretive, tmp_path / "out")
    assert not holding(folder, SECRET)
    tables = [json.loads(path.read_text("utf-8")) for path in folder.rglob("*.map")]
    ours = [table for table in tables if any(name.endswith("/secretive.py") for name in table["sources"])]
    assert len(ours) == 2  # the program, cpu
    assert all(table["mappings"] for table in ours)


def test_none_ships_no_maps_and_asks_for_none(secretive: Program, tmp_path: Path) -> None:
    folder = built(secretive, tmp_path / "out", source_maps="none")
    assert not list(folder.rglob("*.map"))
    assert not holding(folder, "sourceMappingURL")
