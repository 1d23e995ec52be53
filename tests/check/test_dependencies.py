"""docs/dependencies.md names every dependency, at the version that the locks pin."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
PACKAGES = ("package.json", "tests/hosts/package.json", "tools/peers/package.json")
EXPORTERS = ROOT / "tools/peers/requirements.txt"
ROWS = dict(re.findall(r"^\| ([@\w/.-]+) \| (\d[\w.]*) \|", PAGE, re.MULTILINE))


def test_python_dependencies_are_listed_as_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    required = [
        *project["dependencies"],
        *(name for extra in project["optional-dependencies"].values() for name in extra),
    ]
    names = {re.split(r"[\[<>=]", name)[0] for name in required} - {"bml"}
    # The first pin where there are several: that of the oldest Python.
    pins: dict[str, str] = {}
    for name, version in re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / "tools/constraints.txt").read_text("utf-8"), re.M):
        pins.setdefault(name, version)
    assert {name: ROWS.get(name) for name in names} == {name: pins[name] for name in names}


def test_javascript_dependencies_are_listed_as_pinned() -> None:
    packages = [json.loads((ROOT / name).read_text("utf-8")) for name in PACKAGES]
    pins: dict[str, str] = {}
    for package in packages:
        pins |= package.get("dependencies", {}) | package.get("devDependencies", {})
    assert {name: ROWS.get(name) for name in pins} == pins


def test_what_only_the_benchmark_installs_is_listed_as_pinned() -> None:
    pins = dict(re.findall(r"^([\w.-]+)==([\w.]+)$", EXPORTERS.read_text("utf-8"), re.M))
    assert pins
    assert {name: ROWS.get(name) for name in pins} == pins


def test_nothing_else_is_listed() -> None:
    text = "".join((ROOT / name).read_text("utf-8") for name in ("pyproject.toml", *PACKAGES))
    exporters = EXPORTERS.read_text("utf-8")
    assert not [name for name in ROWS if f'"{name}' not in text and f"{name}==" not in exporters]
