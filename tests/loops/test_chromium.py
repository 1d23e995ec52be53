"""Loops of one's own in Chromium, in a worker, as a page runs them: what they log, and what they reach."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

pytest.importorskip("playwright")

from examples import Loop
from lines import assert_equal_lines
from python import run_lines
from session import Run

from bmlc.browser import Page, launch, serve

_OPEN = "async ({ entry }) => { globalThis.app = await (await import(entry)).load({ backend: 'wasm' }); }"
_RUN = """async ({ script, args }) => {
  const events = [], run = app[script](args);
  for await (const event of run) events.push(event);
  return { events, result: (await run) ?? null, memory: await app.memory() };
}"""
_STOP = """async ({ script, args, after }) => {
  const run = app[script](args);
  setTimeout(() => run.stop(), after);
  let reason;
  for await (const event of run) reason = event.reason ?? reason;
  return { reason, memory: await app.memory() };
}"""
_CALL = """async ({ name, inputs }) => {
  const { shape, data } = await app[name](...inputs);
  return { shape, data: Array.from(data) };
}"""


class InChromium:
    """The interface of `session.Session`, in a page."""

    def __init__(self, page: Any) -> None:
        self._page = page

    def run(self, script: str, *, args: dict[str, Any]) -> Run:
        got = self._page.evaluate(_RUN, {"script": script, "args": args})
        return Run(got["events"], [], 0, len(got["events"]), got["result"], None, 0.0, got["memory"])

    def stopped(self, script: str, args: dict[str, Any], after: float) -> tuple[str, dict[str, int]]:
        got = self._page.evaluate(_STOP, {"script": script, "args": args, "after": after})
        return got["reason"], got["memory"]

    def call(self, function: str, *inputs: Any) -> npt.NDArray[np.float32]:
        got = self._page.evaluate(_CALL, {"name": function, "inputs": list(inputs)})
        return np.array(got["data"], np.float32).reshape(got["shape"])


@pytest.fixture(scope="module")
def browser() -> Iterator[Page]:
    with launch() as browser:
        yield browser


@pytest.fixture
def chromium(browser: Page, bundle: Path) -> Iterator[InChromium]:
    with serve(bundle) as server:
        browser.page.set_default_timeout(0)  # a slow machine trains for as long as it takes
        browser.page.goto(server.url)
        browser.page.evaluate(_OPEN, {"entry": f"{server.url}{bundle.name}.js"})
        yield InChromium(browser.page)
        browser.page.evaluate("() => app.dispose()")


def test_logs_are_those_of_python(loop: Loop, chromium: InChromium) -> None:
    assert_equal_lines(chromium.run("train", args=loop.compared).lines(), run_lines(loop.path, loop.compared), loop)


def test_a_whole_training_reaches_its_bound(loop: Loop, chromium: InChromium) -> None:
    untrained = loop.outcome(chromium, chromium.run("train", args=loop.idle))
    trained = loop.outcome(chromium, chromium.run("train", args=loop.trained))
    assert untrained <= loop.untrained < loop.bound <= trained


def test_a_stopped_run_leaves_nothing(loop: Loop, chromium: InChromium) -> None:
    whole = chromium.run("train", args=loop.compared)
    for after in (0, 50, 300):
        reason, memory = chromium.stopped("train", loop.compared, after)
        assert reason == "stopped"
        assert memory["liveTensors"] in (whole.memory["liveTensors"], whole.memory["liveTensors"] + loop.shared)
