"""Training steps of two built folders, taken in turns in one browser: what a change of bml costs or saves.

Any two versions of bml can have built them: only what every folder offers is used. A turn is a run of the script, which
is stopped after some steps. Its figures are those between two of its batches, divided by the steps between them: what
users wait for is in them (data, shuffling, reading the logs), downloads and the first step are not. The clock's time
stands beside the processor's, that of all processes of the browser, a software GPU among them. On a machine that has
other things to do only the processor's compares.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bmlc.browser import Page, launch, serve

__all__ = ["Side", "compare_folders"]

_STEPS, _MILLISECONDS = 4, 1000  # of a turn, at least
_LOAD = """async ({ entry, backend }) => {
  globalThis.app = await (await import(entry)).load({ backend, cache: false });
  if (app.backend !== backend) throw new Error(`no ${backend} here: ${app.notices.join(" ")}`);
}"""
# The next batch of the first epoch that is `steps` and `milliseconds` after the last one, or the epoch's last.
_AWAIT = """async ({ script, steps, milliseconds, after }) => {
  for (;;) {
    const { done, value } = await events.next();
    if (done || value.batches < 2) throw new Error(`expected ${script} to fit, with two batches or more in an epoch`);
    if (value.type !== "batch") continue;
    const { batch, batches, elapsed } = value;
    const due = after && batch >= after.batch + steps && elapsed >= after.elapsed + milliseconds;
    if (!after || due || batch === batches) return { batch, elapsed };
  }
}"""
_BEGIN = "script => { globalThis.run = app[script](); globalThis.events = run[Symbol.asyncIterator](); }"
_END = "async () => { run.stop(); while (!(await events.next()).done); }"


@dataclass
class Side:
    """A folder on a page of its own; a figure a turn, in milliseconds of a step."""

    page: Any
    script: str
    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def turn(self, browser: Page) -> None:
        self.page.evaluate(_BEGIN, self.script)
        first = self.page.evaluate(_AWAIT, {"script": self.script})
        spent = _processor(browser)
        turn = {"script": self.script, "steps": _STEPS, "milliseconds": _MILLISECONDS}
        last = self.page.evaluate(_AWAIT, {**turn, "after": first})
        spent = _processor(browser) - spent
        self.page.evaluate(_END)
        steps = last["batch"] - first["batch"]
        self.clock.append((last["elapsed"] - first["elapsed"]) / steps)
        self.processor.append(spent / steps)


def compare_folders(before: Path, after: Path, rounds: int, script: str = "train") -> Iterator[tuple[str, Side, Side]]:
    """For each backend that both folders have: the turns of `before` and those of `after`."""
    with launch() as browser:
        for backend in _manifest(before)["backends"]:
            if backend not in _manifest(after)["backends"]:
                continue
            with _opened(browser, before, backend, script) as old, _opened(browser, after, backend, script) as new:
                for number in range(rounds + 1):
                    for side in (old, new) if number % 2 else (new, old):
                        side.turn(browser)
                for side in (old, new):  # what compiles, uploads and fills caches does not count
                    del side.clock[0], side.processor[0]
                yield backend, old, new


@contextmanager
def _opened(browser: Page, folder: Path, backend: str, script: str) -> Iterator[Side]:
    context = browser.browser.new_context()
    with serve(folder) as server:
        page = context.new_page()
        page.set_default_timeout(0)  # a software GPU takes its time
        page.goto(f"{server.url}manifest.json")  # of the folder's origin, and without a program of its own
        page.evaluate(_LOAD, {"entry": f"{server.url}{_manifest(folder)['name']}.js", "backend": backend})
        yield Side(page, script)
        context.close()


def _processor(browser: Page) -> float:
    """Milliseconds of all processes of the browser since they began."""
    session = browser.browser.new_browser_cdp_session()
    seconds: list[float] = [process["cpuTime"] for process in session.send("SystemInfo.getProcessInfo")["processInfo"]]
    session.detach()
    return 1000 * sum(seconds)


def _manifest(folder: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_bytes())
    return manifest
