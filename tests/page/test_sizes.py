"""What a browser fetches up to the first training step, counted by the server that it asks."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from bml.cli.build import build_file
from bmlc.browser import Page as Browser
from bmlc.browser import serve
from bmlc.bundle.report import Report

GPU = True

# Bytes of JavaScript and WebAssembly after gzip -9, each file by itself; the page and its charts are no part of it.
LIMITS = {"cpu": 27_900, "wasm": 48_900, "webgpu": 45_000, "webgl": 51_800}

# Returns when the first step is done.
FIRST_STEP = """async ({ entry, backend }) => {
  const { load } = await import(entry);
  const app = await load({ backend });
  for await (const { type } of app.train({ batchSize: 1 })) if (type === "batch") return app.backend;
}"""


@pytest.fixture(scope="module")
def example(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Report:
    return build_file(examples / "mnist_cnn.py", tmp_path_factory.mktemp("built") / "mnist_cnn", ",".join(LIMITS))


@pytest.mark.data("mnist")
@pytest.mark.parametrize("backend", LIMITS)
def test_code_up_to_the_first_step(browser: Browser, example: Report, backend: str) -> None:
    asked: list[str] = []
    context = browser.browser.new_context()
    with serve(example.folder, on_request=asked.append) as server:
        page = context.new_page()
        page.goto(f"{server.url}manifest.json")
        options = {"entry": f"{server.url}mnist_cnn.js", "backend": backend}
        assert page.evaluate(FIRST_STEP, options) == backend
        context.close()
    asked = [path.lstrip("/") for path in asked]
    fetched = {path for path in asked if path.endswith(".js")}
    modules = {path for path in asked if path.endswith(".wasm")}
    size, binary = (sum(_compressed(example.folder / path) for path in paths) for paths in (fetched, modules))
    assert size + binary <= LIMITS[backend], sorted(fetched | modules)

    told = example.sizes[backend]  # type: ignore[index]
    threads = fetched - {*told.files}
    own = example.compiled.backends[backend].start.thread
    kinds = [] if own is None else ["wasm_thread"]  # where the page is isolated, as this one
    assert fetched >= {*told.files}
    assert sorted(Path(path).stem.split("-")[0] for path in threads) == kinds
    assert size - told.gzip == sum(_compressed(example.folder / path) for path in threads)


def _compressed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9, mtime=0))
