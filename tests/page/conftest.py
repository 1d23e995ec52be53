"""One program, built once and served; a browser, in which each test has a context of its own.

A module that needs WebGL or WebGPU says `GPU = True`: then all of the browser is drawn by the software renderer that
stands for one, which makes every frame slow.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

pytest.importorskip("playwright")

sys.path.append(str(Path(__file__).parent))

from program_page import Opener

from bml.cli.build import build_file
from bmlc.browser import Page as Browser
from bmlc.browser import launch
from bmlc.bundle.report import Report


@pytest.fixture(scope="module")
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    with launch(software_gpu=getattr(request.module, "GPU", False)) as browser:
        yield browser


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """strokes.py for all backends; `wasm.html` is its page without the search for a GPU, which takes a second."""
    report = build_file(
        Path(__file__).with_name("strokes.py"), tmp_path_factory.mktemp("built") / "strokes", "cpu,wasm,webgl,webgpu"
    )
    index = (report.folder / "index.html").read_text(encoding="utf-8")
    on_wasm = index.replace(" fullpage>", ' fullpage backend="wasm">')
    assert on_wasm != index
    (report.folder / "wasm.html").write_text(on_wasm, encoding="utf-8")
    return report


@pytest.fixture
def open_page(browser: Browser, built: Report) -> Iterator[Opener]:
    with ExitStack() as stack:
        yield Opener(browser, built.folder, stack)
