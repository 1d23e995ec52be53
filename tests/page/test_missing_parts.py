"""A folder that arrived in part: one clear message each, and all that still works goes on working."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from program_page import Opener

ADVICE = "Check the connection, and that the whole output folder was copied to the server"


@pytest.fixture
def folder(open_page: Opener, tmp_path: Path) -> Iterator[Path]:
    return shutil.copytree(open_page.folder, tmp_path / "strokes")


def remove(folder: Path, *patterns: str) -> None:
    for pattern in patterns:
        for file in (folder / "chunks").glob(pattern):
            file.unlink()


def largest_shard(folder: Path) -> Path:
    return max((folder / "data").iterdir(), key=lambda shard: shard.stat().st_size)


def test_a_backend(open_page: Opener, folder: Path) -> None:
    remove(folder, "wasm-*.js")
    page = open_page(folder=folder)
    page.wait("ready")
    assert page.text(".facts strong") == "cpu"
    failed = r"Failed to fetch dynamically imported module: wasm-\w+\.js"  # without the address
    said = rf"wasm: {failed}; using cpu, the slowest ✕"
    assert re.fullmatch(said, page.notices)


def test_a_damaged_wasm_file(open_page: Opener, folder: Path) -> None:
    for file in (folder / "chunks").glob("*.wasm"):
        file.write_bytes(file.read_bytes()[:-1])
    page = open_page(folder=folder)
    page.wait("ready")
    assert page.text(".facts strong") == "cpu"
    damaged = r"wasm: [\w.-]+\.wasm: expected a file of this build, received \d+"
    threads = rf"wasm: threads did not start \({damaged} … ✕ "  # the page is isolated
    assert re.fullmatch(f"{threads}{damaged} bytes with SHA-256 … ✕", page.notices)


def test_all_backends(open_page: Opener, folder: Path) -> None:
    remove(folder, "wasm-*.js", "cpu-*.js")
    page = open_page(folder=folder)
    page.wait("error")
    assert page.failure.startswith(
        "load: expected a backend that this device has, received none: wasm: Failed to fetch"
    )
    assert page.failure.endswith(f"{ADVICE}; then reload this page. Try again Dismiss")
    assert page.text(".facts dd >> nth=0") == "none"
    assert page.progress == "Not started"
    assert page.button("Train").is_disabled()
    shutil.copytree(open_page.folder / "chunks", folder / "chunks", dirs_exist_ok=True)
    page.page.reload()
    page.wait("ready")
    assert page.failure == ""


def test_the_session(open_page: Opener, folder: Path) -> None:
    remove(folder, "session-*.js")
    page = open_page(folder=folder)
    page.wait("error")
    assert "chunks/session-" in page.failure
    assert ADVICE in page.failure


@pytest.mark.parametrize("part", ["strokes.js", "page-*.js"])
def test_the_page_itself(open_page: Opener, folder: Path, part: str) -> None:
    (file,) = folder.rglob(part)
    file.unlink()
    page = open_page(folder=folder)
    assert page.page.get_by_text("check that the whole folder was copied to the server").is_visible()


def test_a_missing_shard(open_page: Opener, folder: Path) -> None:
    shard = largest_shard(folder)
    whole = shard.read_bytes()
    shard.unlink()
    page = open_page(folder=folder)
    page.wait("ready")
    page.press_train()
    page.button("Dismiss").wait_for()
    assert page.failure.startswith(f"data/{shard.name}: expected the file at ")
    assert f"received HTTP status 404. {ADVICE}." in page.failure
    shard.write_bytes(whole)
    page.train()
    assert page.failure == ""


def test_a_truncated_shard(open_page: Opener, folder: Path) -> None:
    shard = largest_shard(folder)
    shard.write_bytes(shard.read_bytes()[:1000])
    page = open_page(folder=folder)
    page.wait("ready")
    page.press_train()
    page.button("Dismiss").wait_for()
    assert page.failure.startswith(f"data/{shard.name}: expected ")
    assert "received 1000 bytes (it is cut short)" in page.failure
    assert page.failure.endswith(
        "No step was reported; the weights are as the last finished one left them. Restart Dismiss"
    )


def test_the_curves(open_page: Opener, folder: Path) -> None:
    remove(folder, "plot-*.js")
    page = open_page(folder=folder)
    page.train()
    assert page.notices.startswith("The curves are not drawn: ")
    assert page.results.get_by_text("on 120 held-out examples").is_visible()


@pytest.mark.parametrize("part", ["parts-*.js", "report_view-*.js"])
def test_the_results(open_page: Opener, folder: Path, part: str) -> None:
    remove(folder, part)
    page = open_page(folder=folder)
    page.train()
    assert page.progress == "Training finished"
    assert page.results.get_by_text("Failed to fetch dynamically imported module").is_visible()
