"""One program, built once and served; a browser, in which each test has a context of its own.

A module that needs WebGL or WebGPU says `GPU = True`: then all of the browser is drawn by the software renderer that
stands for one, which makes every frame slow.
"""

from __future__ import annotations

import shutil
import struct
import sys
import zlib
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

HERE = Path(__file__).parent
RED = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><rect width="4" height="4" fill="#f00"/></svg>'


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


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(pixel: tuple[int, int, int, int], *chunks: bytes) -> bytes:
    """2 x 2 pixels of one colour (ISO/IEC 15948: RGBA, 8 bits a sample, no filter)."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 6, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress(2 * (b"\0" + 2 * bytes(pixel))))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + rows + chunk(b"IEND", b"")


@pytest.fixture(scope="session")
def callers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """callers.py, with the script of its tests and the pictures that they take; `empty.html` has nothing in it."""
    folder = build_file(HERE / "callers.py", tmp_path_factory.mktemp("built") / "callers", "cpu,wasm").folder
    shutil.copy(HERE / "callers.js", folder / "test.js")
    (folder / "empty.html").write_text("<!doctype html>", encoding="utf-8")
    (folder / "red.svg").write_text(RED, encoding="utf-8")
    (folder / "faint.png").write_bytes(png((200, 100, 50, 128)))
    # cICP: the numbers are those of Display P3; a browser that converts them to sRGB gives others.
    (folder / "wide.png").write_bytes(png((200, 100, 50, 255), chunk(b"cICP", bytes([12, 13, 0, 1]))))
    return folder


@pytest.fixture
def open_page(browser: Browser, built: Report) -> Iterator[Opener]:
    with ExitStack() as stack:
        yield Opener(browser, built.folder, stack)
