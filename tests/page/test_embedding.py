"""Apps and elements in a page of somebody else: they tell what happens, and leave nothing behind when they go."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from bmlc.browser import HEADERS, serve
from bmlc.browser import Page as Browser

CYCLES = """async ({ cycles, options }) => {
  const { load } = await import("/callers.js");
  let description;
  for (let cycle = 0; cycle < cycles; cycle++) {
    const app = await load({ backend: "wasm", ...options });
    ({ description } = app);
    for await (const { type } of app.train({ epochs: 50 })) if (type === "batch") break;
    await app.twice([[1, 2]]);
    await app.dispose();
  }
  return description;
}"""

ELEMENTS = """async ({ cycles }) => {
  await import("/callers.js");
  for (let cycle = 0; cycle < cycles; cycle++) {
    const element = Object.assign(document.createElement("bml-callers"), { id: "program" });
    element.setAttribute("fullpage", "");
    element.setAttribute("backend", "wasm");
    document.body.append(element);
    await customElements.whenDefined("bml-callers");
    await element.ready;
    element.remove();
    await new Promise((resolve) => setTimeout(resolve));
  }
  return document.adoptedStyleSheets.length;
}"""


@pytest.fixture
def page(browser: Browser, callers: Path) -> Iterator[Any]:
    context = browser.browser.new_context()
    with serve(callers, headers=HEADERS) as server:
        page = context.new_page()
        page.goto(f"{server.url}empty.html")
        yield page
        context.close()


def worker_threads(browser: Browser) -> int:
    """Of all workers in all pages, those that a worker started included."""
    session = browser.browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    found = 0
    for process in processes:
        with suppress(FileNotFoundError, ProcessLookupError):  # a process that has ended meanwhile
            found += sum(map(_is_worker, Path(f"/proc/{process['id']}/task").iterdir()))
    return found


def _is_worker(task: Path) -> bool:
    try:
        return (task / "comm").read_text().startswith("DedicatedWorker")
    except (FileNotFoundError, ProcessLookupError):  # it has ended since it was listed
        return False


def no_threads(browser: Browser, page: Any) -> None:
    """A worker that was ended needs a moment to be gone. Chromium itself forgets one in a hundred, and its thread."""
    for _ in range(50):
        if worker_threads(browser) <= 2:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{worker_threads(browser)} workers are left")


def held(page: Any) -> dict[str, int]:
    """What the page holds after its garbage is collected."""
    session = page.context.new_cdp_session(page)
    counts = {}
    session.send("HeapProfiler.collectGarbage")
    page.wait_for_timeout(100)
    for kind in ("Worker", "MessagePort", "AbortSignal", "IDBDatabase", "HTMLElement"):
        prototype = session.send("Runtime.evaluate", {"expression": f"{kind}.prototype"})["result"]["objectId"]
        objects = session.send("Runtime.queryObjects", {"prototypeObjectId": prototype})["objects"]["objectId"]
        (count,) = [
            each["value"]["value"]
            for each in session.send("Runtime.getProperties", {"objectId": objects, "ownProperties": True})["result"]
            if each["name"] == "length"
        ]
        counts[kind] = count
        session.send("Runtime.releaseObject", {"objectId": objects})
    session.detach()
    return counts


def assert_no_more(page: Any, before: dict[str, int]) -> None:
    """What a finalizer lets go needs another collection."""
    for _ in range(30):
        now = held(page)
        if all(now[kind] <= before[kind] for kind in before):
            return
    assert now == before


@pytest.mark.skipif(sys.platform != "linux", reason="expected Linux, which names threads in /proc")
def test_forty_apps_leave_nothing(browser: Browser, page: Any, callers: Path, wasm_says: Callable[..., str]) -> None:
    assert page.evaluate(CYCLES, {"cycles": 1}) == wasm_says(callers, isolated=True)
    no_threads(browser, page)
    before = held(page)
    page.evaluate(CYCLES, {"cycles": 40})
    no_threads(browser, page)
    assert_no_more(page, before)


def test_apps_without_a_worker_leave_nothing(page: Any) -> None:
    options = {"backend": "cpu", "worker": False}
    page.evaluate(CYCLES, {"cycles": 1, "options": options})
    before = held(page)
    page.evaluate(CYCLES, {"cycles": 10, "options": options})
    assert_no_more(page, before)


def test_an_element_that_goes_before_its_app_came(page: Any) -> None:
    told = page.evaluate("""async () => {
      await import("/callers.js");
      const element = document.createElement("bml-callers");
      document.body.append(element);
      await customElements.whenDefined("bml-callers");
      const { ready } = element;
      element.remove();
      return ready.catch(({ message }) => message);
    }""")
    assert told == "The element was taken out of the document before its program had loaded."


def test_elements_leave_nothing(browser: Browser, page: Any) -> None:
    assert page.evaluate(ELEMENTS, {"cycles": 1}) == 0
    before = held(page)
    assert page.evaluate(ELEMENTS, {"cycles": 10}) == 0
    no_threads(browser, page)
    assert_no_more(page, before)


EVENTS = """async () => {
  const { define } = await import("/callers.js");
  await define();
  const seen = [];
  const of = ({ detail }) => detail.script ?? detail.type ?? detail.status ?? detail.backend ?? `${detail}`;
  for (const name of ["load", "error", "run", "event", "end"]) {
    document.addEventListener(`bml-${name}`, (event) => seen.push(`${name} ${of(event)}`));
  }
  const element = document.createElement("bml-callers");
  element.setAttribute("backend", "cpu");
  document.body.append(element);
  const app = await element.ready;
  element.shadowRoot.querySelector("form button.primary").click();
  await new Promise((resolve) => document.addEventListener("bml-end", resolve));
  const parts = [...element.shadowRoot.querySelectorAll("[part]")].map((each) => each.part.value);
  return { same: app === element.app, seen: [...new Set(seen)], parts: [...new Set(parts)].sort() };
}"""


def test_the_events_of_an_element(page: Any) -> None:
    told = page.evaluate(EVENTS)
    assert told["same"]
    assert told["seen"] == [
        "load cpu", "run train", "event start", "event batch", "event epoch", "event end", "end completed"
    ]  # fmt: skip
    assert told["parts"] == ["charts", "controls", "header", "log", "notices", "panel", "results", "returned"]
