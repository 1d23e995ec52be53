"""How deep the chain of requests is up to the first prediction: none waits for another that it does not need."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from bml.cli.build import build_file
from bmlc.browser import HEADERS, serve
from bmlc.browser import Page as Browser
from bmlc.bundle.report import Report

PREDICT = (
    "(app) => app.predict({ shape: [1, 8, 8, 1], data: new Float32Array(64).fill(1) }).then(({ data }) => [...data])"
)
LOAD = f"""async ({{ entry, worker }}) => {{
  const {{ load }} = await import(entry);
  return ({PREDICT})(await load({{ backend: "wasm", worker }}));
}}"""
OF_PAGE = f"""async () => {{
  await customElements.whenDefined("bml-predictor");
  return ({PREDICT})(await document.querySelector("bml-predictor").ready);
}}"""
EXPECTED = pytest.approx([16 * 0.01 * (64 * 0.01 + 0.01) + 0.01] * 3)

STATIC_HOST = {"Cache-Control": HEADERS["Cache-Control"], "Content-Security-Policy": HEADERS["Content-Security-Policy"]}
ISOLATED = dict(HEADERS)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("built") / "predictor"
    report = build_file(Path(__file__).with_name("predictor.py"), folder, "wasm,cpu")
    (report.folder / "host.html").write_text('<!doctype html><link rel="icon" href="data:,"><title>A host</title>')
    return report


@pytest.fixture
def page(browser: Browser) -> Iterator[Any]:
    context = browser.browser.new_context()
    yield context.new_page()
    context.close()


class Gate:
    """Notes what is asked for; holds the answers, but for some, until nothing more is asked for."""

    def __init__(self, *let_through: str) -> None:
        self.asked: list[str] = []
        self._let_through = let_through
        self._open = Event()

    def __call__(self, path: str) -> None:
        self.asked.append(path.lstrip("/"))
        if not path.endswith(self._let_through):
            self._open.wait(20)

    def open_when_quiet(self) -> set[str]:
        """Returns what was asked for until then."""
        count, since = 0, time.monotonic()
        while time.monotonic() - since < 1.0:
            if len(self.asked) != count:
                count, since = len(self.asked), time.monotonic()
            time.sleep(0.02)
        seen = set(self.asked)
        self._open.set()
        return seen


@pytest.mark.parametrize("worker", [True, False])
@pytest.mark.parametrize("headers", [STATIC_HOST, ISOLATED], ids=["static host", "isolated"])
def test_load_asks_for_all_at_once(page: Any, built: Report, headers: dict[str, str], worker: bool) -> None:
    """HTML, the entry, everything else: three levels."""
    gate = Gate("host.html", "predictor.js")
    with serve(built.folder, headers=headers, on_request=gate) as server:
        options = {"entry": f"{server.url}predictor.js", "worker": worker}
        page.goto(f"{server.url}host.html")
        page.evaluate(f"(options) => {{ globalThis.predicted = ({LOAD})(options); }}", options)
        at_once = gate.open_when_quiet()
        assert page.evaluate("globalThis.predicted") == EXPECTED
    threads = {path for path in gate.asked if path.endswith("_thread.js")}  # nobody waits for them
    assert set(gate.asked) - threads == at_once
    assert sorted(set(gate.asked)) == sorted(gate.asked)


def test_a_page_names_all_that_it_needs(page: Any, built: Report) -> None:
    """The HTML, everything else: two levels."""
    warnings: list[str] = []
    page.on("console", lambda message: warnings.append(message.text))
    gate = Gate("")
    html = (built.folder / "index.html").read_text(encoding="utf-8")
    named = re.findall(r'(?:src|href)="\./([^"]+)"', html)
    with serve(built.folder, headers=STATIC_HOST, on_request=gate) as server:
        page.goto(server.url)
        assert page.evaluate(OF_PAGE) == EXPECTED
        page.wait_for_timeout(500)
    assert sorted(gate.asked) == sorted(["", *named])
    assert not warnings
