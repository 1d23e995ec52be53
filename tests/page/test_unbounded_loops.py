"""Functions with a loop without a bound in an app: on a GPU they are left between their pieces."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bml.cli.build import build_file
from bmlc.browser import Page as Browser
from bmlc.browser import serve

GPU = True

_LOAD = """async (backend) => {
  globalThis.app = await (await import("/halving.js")).load({ backend });
  globalThis.words = (error) => `${error.name}: ${error.message}`;
  globalThis.level = async () => (await app.getWeights()).level.data[0];
  globalThis.look = async () => (await app.look(1)).data[0];
}"""
_CALLS = """async () => {
  await app.settle({ limit: 100 });
  const { liveTensors } = await app.memory();
  const sum = await app.settle({ limit: 10 });
  const halved = (await app.halve(1)).data[0];
  await app.predict();
  return { sum, halved, level: await look(), left: (await app.memory()).liveTensors - liveTensors };
}"""
_STOPPED = """async () => {
  const run = app.settle({ limit: 2000 });
  await run;
  const { liveTensors } = await app.memory();
  const endless = app.settle({ limit: -1 });
  let seen = await look();
  while ((await app.memory()).liveTensors === liveTensors);  // until it is at work
  seen += await look();
  endless.pause();
  endless.resume();
  endless.stop();
  const { status } = await endless.ended;
  return { seen, status, level: await look(), left: (await app.memory()).liveTensors - liveTensors };
}"""
_DISPOSED = """async () => {
  const endless = app.halve(-1).catch(words);
  const seen = await look();
  const set = app.setWeights({ level: { shape: [], dtype: "float32", data: Float32Array.of(7) } }).catch(words);
  const other = app.halve(1).catch(words);
  const level = await look();  // what sets variables waits
  const report = { seen, level };
  await app.dispose();
  return { ...report, endless: await endless, set: await set, other: await other };
}"""


@pytest.fixture(scope="module")
def halving(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = Path(__file__).with_name("halving.py")
    folder = build_file(source, tmp_path_factory.mktemp("built") / "halving", "cpu,wasm,webgl,webgpu").folder
    (folder / "empty.html").write_text("<!doctype html>", encoding="utf-8")
    return folder


@contextmanager
def loaded(browser: Browser, folder: Path, backend: str) -> Iterator[Any]:
    context = browser.browser.new_context()
    with serve(folder) as server:
        page = context.new_page()
        page.goto(f"{server.url}empty.html")
        page.evaluate(_LOAD, backend)
        yield page
        context.close()


@pytest.mark.parametrize("backend", ["cpu", "wasm", "webgl", "webgpu"])
def test_calls_scripts_and_data_sets_wait_for_them(browser: Browser, halving: Path, backend: str) -> None:
    with loaded(browser, halving, backend) as page:
        small = 3 / 4 + 5 / 8  # to_one of the rows, and then of four times that
        assert page.evaluate(_CALLS) == {
            "sum": 8 + small,
            "halved": 1,
            "level": 1,
            "left": 0,
        }


@pytest.mark.parametrize("backend", ["webgl", "webgpu"])
def test_one_that_is_stopped_leaves_all_as_it_was(browser: Browser, halving: Path, backend: str) -> None:
    with loaded(browser, halving, backend) as page:
        assert page.evaluate(_STOPPED) == {"seen": 2048, "status": "stopped", "level": 1024, "left": 0}


@pytest.mark.parametrize("backend", ["webgl", "webgpu"])
def test_dispose_ends_one_and_what_waits_for_it(browser: Browser, halving: Path, backend: str) -> None:
    gone = "Error: This app was disposed. Call load() for a new one."
    with loaded(browser, halving, backend) as page:  # the weights are set after it, the last that is done
        assert page.evaluate(_DISPOSED) == {"seen": 1024, "level": 1024, "endless": gone, "set": None, "other": gone}
