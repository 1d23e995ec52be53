"""Where a page stands: on a plain host, in a document of somebody else's, in a browser that was here before."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from program_page import ACROSS, DOWN, Opener, ProgramPage

# A document with styles and ideas of its own.
DOCUMENT = """<!doctype html>
<title>A blog</title>
<style>* { color: red !important; } button { display: none; } .page { position: absolute; }</style>
<h1>A blog</h1>
<bml-strokes backend="wasm"></bml-strokes>
<bml-strokes backend="cpu" worker="false"></bml-strokes>
<script type="module" src="strokes/strokes.js"></script>
"""


def test_a_host_without_headers(open_page: Opener, wasm_says: Callable[..., str]) -> None:
    page = open_page(headers={})
    page.train()
    assert page.text(".facts dd >> nth=0") == f"wasm {wasm_says(open_page.folder)}"
    assert page.problems == []


def test_two_in_a_foreign_document(open_page: Opener, tmp_path: Path) -> None:
    shutil.copytree(open_page.folder, tmp_path / "strokes")
    (tmp_path / "blog.html").write_text(DOCUMENT)
    in_worker = open_page("blog.html", folder=tmp_path, headers={})
    on_the_page = ProgramPage(in_worker.page, index=1)
    for page, stroke, label in ((in_worker, DOWN, "down"), (on_the_page, ACROSS, "across")):
        page.train()
        page.draw(stroke)
        page.says(label)
    in_worker.says("down")
    assert in_worker.root.locator("h2").first.evaluate("(title) => getComputedStyle(title).color") == "rgb(22, 24, 29)"

    in_worker.page.evaluate("document.querySelector('bml-strokes').remove()")
    moved = ProgramPage(in_worker.page)
    in_worker.page.evaluate("document.body.prepend(document.querySelector('bml-strokes'))")
    moved.says("across")  # it was moved, not made anew
    assert in_worker.problems in (
        [],
        ["Failed to load resource: the server responded with a status of 404 (File not found)"],
    )


def test_data_comes_from_the_cache_when_the_page_is_opened_again(open_page: Opener) -> None:
    asked: list[str] = []
    page = open_page(on_request=asked.append)
    page.train()
    assert sum(path.startswith("/data/") for path in asked) == 4
    asked.clear()
    page.page.wait_for_timeout(300)  # writing to the cache does not hold up a training
    page.page.reload()
    page.train()
    assert asked
    assert not [path for path in asked if path.startswith("/data/")]
