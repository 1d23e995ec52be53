"""A built program's session in Chromium, in a worker, as a page runs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from session import Run

from bmlc.browser import Page, serve

__all__ = ["InChromium", "open_in_chromium"]

_OPEN = "async ({ entry, backend }) => { globalThis.app = await (await import(entry)).load({ backend }); }"
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

    def memory(self) -> dict[str, int]:
        memory: dict[str, int] = self._page.evaluate("() => app.memory()")
        return memory

    def call(self, function: str, *inputs: Any) -> npt.NDArray[np.float32]:
        got = self._page.evaluate(_CALL, {"name": function, "inputs": list(inputs)})
        return np.array(got["data"], np.float32).reshape(got["shape"])


@contextmanager
def open_in_chromium(browser: Page, bundle: Path, backend: str = "wasm") -> Iterator[InChromium]:
    with serve(bundle) as server:
        browser.page.set_default_timeout(0)  # a slow machine trains for as long as it takes
        browser.page.goto(server.url)
        browser.page.evaluate(_OPEN, {"entry": f"{server.url}{bundle.name}.js", "backend": backend})
        yield InChromium(browser.page)
        browser.page.evaluate("() => app.dispose()")
