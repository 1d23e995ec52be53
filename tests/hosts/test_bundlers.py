"""The folder as an npm package, in each bundler, without a configuration: it trains on wasm, in its worker.

What a bundler wrote is served with the project's own headers: a strict policy, under which nothing that was inlined can
be fetched, and the isolation that wasm's threads need.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from workspace import Workspace

from bmlc.browser import serve

Trial = dict[str, Any]
Results = Callable[[str], list[Trial]]

# esbuild warns of an `import.meta.url` that `base` makes up for.
SILENT = "--log-override:empty-import-meta=silent"


@pytest.fixture(scope="session")
def trained(programs: Mapping[str, Path], wasm_says: Callable[..., str]) -> Trial:
    return {"backend": "wasm", "description": wasm_says(programs["line"]), "notices": [], "trained": True}


@pytest.fixture(scope="session")
def isolated(trained: Trial, programs: Mapping[str, Path], wasm_says: Callable[..., str]) -> Trial:
    """The same, with threads where there are some."""
    return {**trained, "description": wasm_says(programs["line"], isolated=True)}


def served(results: Results, folder: Path) -> list[Trial]:
    with serve(folder) as server:
        return results(server.url)


@pytest.mark.parametrize(("app", "count"), [("vanilla", 2), ("react", 1)])
def test_vite(workspace: Workspace, results: Results, trained: Trial, isolated: Trial, app: str, count: int) -> None:
    with workspace.serving(app, "vite", "--strictPort") as address:
        assert results(address) == [trained] * count
    assert served(results, workspace.run(app, "vite", "build")) == [isolated] * count


def test_webpack(workspace: Workspace, results: Results, isolated: Trial) -> None:
    # The limits of webpack's hints on size are below what a .wasm file has.
    out = workspace.run("webpack", "webpack", "--entry", "./main.js", "--mode", "production", "--no-performance")
    shutil.copy(workspace.app("page.html"), out / "index.html")
    assert served(results, out) == [isolated] * 2


def test_next(workspace: Workspace, results: Results, isolated: Trial) -> None:
    workspace.run("next", "next", "build")
    with workspace.serving("next", "next", "start") as address:
        with urlopen(address) as page:  # as the server rendered it
            assert "<p>A <!-- -->function<!-- --> of the program</p>" in page.read().decode()
        assert results(address) == [isolated]


@pytest.mark.parametrize(
    ("bundler", "arguments"),
    [
        ("rollup", ["main.js", "--plugin", "node-resolve", "--dir", "dist"]),
        ("esbuild", ["main.js", "--bundle", "--format=esm", "--outdir=dist"]),
        (
            "esbuild",
            ["main.js", "--bundle", "--format=iife", "--outdir=dist", SILENT],
        ),
    ],
)
def test_bundlers_that_leave_files_where_they_are(
    workspace: Workspace, results: Results, isolated: Trial, bundler: str, arguments: list[str]
) -> None:
    """The folder is copied beside what they write, and `load({ base })` says so."""
    shutil.rmtree(workspace.app(bundler) / "dist", ignore_errors=True)
    out = workspace.run(bundler, bundler, *arguments)
    shutil.copytree(workspace.folder / "node_modules" / "line", out / "line")
    shutil.copy(workspace.app("page.html"), out / "index.html")
    assert served(results, out) == [isolated]


def test_without_a_base_where_one_is_needed(workspace: Workspace, results: Results) -> None:
    source = workspace.app("esbuild") / "main.js"
    source.write_text(source.read_text().replace(', { base: "line" }', ""))
    shutil.rmtree(workspace.app("esbuild") / "dist", ignore_errors=True)
    flags = ["main.js", "--bundle", "--outdir=dist", SILENT]
    out = workspace.run("esbuild", "esbuild", *flags)
    shutil.copy(workspace.app("page.html"), out / "index.html")
    (result,) = served(results, out)
    assert result["error"].startswith("load: expected the URL of this module, received none")
    assert result["error"].endswith("pass its URL: load({ base }).")
