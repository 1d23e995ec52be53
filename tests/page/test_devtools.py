"""Browser tools show the user's Python file, stop in it, and skip what is not the user's.

Breakpoints are set as DevTools sets them: at the generated position that the shipped map gives for a Python line, over
the DevTools protocol, in the worker.
"""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from source_maps import Segment, ShippedMap, shipped_maps

from bml.cli.build import build_file
from bmlc.browser import Page as Browser
from bmlc.browser import serve
from bmlc.bundle.report import Report

PROGRAM = """\
import bml

halved = lambda x: x / 2


def windows(xs):
    for start in range(len(xs)):
        yield xs[start:]


class Meter:
    def __init__(self):
        self.total = 0.0

    def add(self, value):
        self.total += value
        return self.total


def summed(values):
    total = 0
    for value in values:
        total = total + value
    return total


@bml.script
def train(batch_size: int = 1):
    meter = Meter()
    while meter.total < 1e9:
        for each in windows([batch_size, 2, 3]):
            meter.add(halved(summed(each)))
"""
LOAD = """async (entry) => {
  window.app = await (await import(entry)).load({ backend: "cpu" });
}"""
# In the background: the worker will stop, the page's thread goes on.
TRAIN = """() => {
  window.run = window.app.train({ batchSize: 1 });
}"""


class WorkerDebugger:
    """Talks to the worker that `page` starts after this."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._cdp = page.context.new_cdp_session(page)
        self._numbers = itertools.count(1)
        self._session = ""
        self.events: list[tuple[str, dict[str, Any]]] = []
        self._answers: dict[int, dict[str, Any]] = {}
        self._cdp.on("Target.attachedToTarget", self._attached)
        self._cdp.on("Target.receivedMessageFromTarget", self._received)
        # Not flattened: Playwright's session speaks for the page alone.
        options = {"autoAttach": True, "waitForDebuggerOnStart": False, "flatten": False}
        self._cdp.send("Target.setAutoAttach", options)

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        number = next(self._numbers)
        message = json.dumps({"id": number, "method": method, "params": params})
        self._cdp.send("Target.sendMessageToTarget", {"sessionId": self._session, "message": message})
        self.until(lambda: number in self._answers)
        answer = self._answers[number]
        assert "error" not in answer, answer
        return dict(answer["result"])

    def enable(self) -> None:
        """Begins, once the worker is there."""
        self.until(lambda: self._session != "")
        self.send("Debugger.enable")

    def paused(self) -> dict[str, Any]:
        """The next pause: what the protocol tells of it."""
        found: list[dict[str, Any]] = []

        def look() -> bool:
            found.extend(params for method, params in self.events if method == "Debugger.paused")
            return bool(found)

        self.until(look)
        self.events = [event for event in self.events if event[0] != "Debugger.paused"]
        return found[0]

    def scripts(self) -> dict[str, dict[str, Any]]:
        return {params["scriptId"]: params for method, params in self.events if method == "Debugger.scriptParsed"}

    def until(self, holds: Callable[[], bool], seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, "nothing came over the protocol"
            self._page.wait_for_timeout(10)

    def _attached(self, event: dict[str, Any]) -> None:
        if event["targetInfo"]["type"] == "worker":
            self._session = event["sessionId"]

    def _received(self, event: dict[str, Any]) -> None:
        message = json.loads(event["message"])
        if "id" in message:
            self._answers[message["id"]] = message
        else:
            self.events.append((message["method"], message["params"]))


@pytest.fixture(scope="module")
def example(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Report:
    return build_file(
        examples / "mnist_cnn.py", tmp_path_factory.mktemp("built") / "mnist_cnn", "cpu", source_maps="full"
    )


@pytest.fixture(scope="module")
def maps(example: Report) -> list[ShippedMap]:
    return shipped_maps(example.folder)


def line_of(source: str, text: str) -> int:
    """Counted from 0, as maps do."""
    (line,) = [number for number, line in enumerate(source.splitlines()) if text in line]
    return line


def generated(maps: list[ShippedMap], file: str, line: int) -> tuple[str, Segment]:
    """Where a line of the Python file went: the file, and the first position in it."""
    found = [
        (each.path, segment)
        for each in maps
        for segment in each.segments()
        if segment.source.endswith(file) and segment.source_line == line
    ]
    return min(found, key=lambda place: (place[1].line, place[1].column))


@pytest.mark.data("mnist")
def test_breakpoints_stop_in_the_python_lines(
    browser: Browser, example: Report, maps: list[ShippedMap], examples: Path
) -> None:
    source = (examples / "mnist_cnn.py").read_text("utf-8")
    stops(browser, example.folder, maps, source, ["model.fit(", "return image / 255.0, "])


def test_breakpoints_stop_in_helpers(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "helpers.py").write_text(PROGRAM, encoding="utf-8")
    folder = build_file(tmp_path / "helpers.py", tmp_path / "helpers", "cpu", source_maps="full").folder
    lines = ["yield xs[start:]", "meter.add(", "total = total + value", "halved = lambda", "self.total += value"]
    stops(browser, folder, shipped_maps(folder), PROGRAM, lines)


def stops(browser: Browser, folder: Path, maps: list[ShippedMap], source: str, texts: list[str]) -> None:
    """Breakpoints in the lines with these texts are hit one after another, and lead back to them."""
    name = folder.name
    wanted = [line_of(source, text) for text in texts]
    by_path = {each.path: each for each in maps}
    context = browser.browser.new_context()
    with serve(folder) as server:
        page = context.new_page()
        page.goto(f"{server.url}manifest.json")
        debugger = WorkerDebugger(page)
        page.evaluate(LOAD, f"{server.url}{name}.js")
        debugger.enable()
        breakpoints = []
        for line in wanted:
            path, place = generated(maps, f"{name}.py", line)
            position = {"url": f"{server.url}{path}", "lineNumber": place.line, "columnNumber": place.column}
            breakpoints.append(debugger.send("Debugger.setBreakpointByUrl", **position)["breakpointId"])
        page.evaluate(TRAIN)
        for line, breakpoint_id in zip(wanted, breakpoints, strict=True):
            pause = debugger.paused()
            assert pause["hitBreakpoints"] == [breakpoint_id]
            location = pause["callFrames"][0]["location"]
            script = debugger.scripts()[location["scriptId"]]
            path = script["url"].removeprefix(server.url)
            # What DevTools needs to show the file: the map beside the script, and the file's text in it.
            assert script["sourceMapURL"] == f"{Path(path).name}.map"
            with page.expect_response(f"**/{path}.map") as response:
                page.evaluate("url => void fetch(url)", f"{script['url']}.map")
            assert response.value.json() == by_path[path].table
            back = by_path[path].original(location["lineNumber"], location["columnNumber"])
            assert (Path(back.source).name, back.source_line) == (f"{name}.py", line)
            assert by_path[path].content(back.source) == source
            debugger.send("Debugger.removeBreakpoint", breakpointId=breakpoint_id)
            debugger.send("Debugger.resume")
        page.evaluate("async () => { window.run.stop(); await window.run; }")  # it went on
        context.close()


@pytest.mark.data("mnist")
def test_all_but_the_python_file_is_a_librarys(maps: list[ShippedMap]) -> None:
    for each in maps:
        own = {index for index, source in enumerate(each.table["sources"]) if source.endswith("mnist_cnn.py")}
        assert own.isdisjoint(each.table["ignoreList"])
        assert len(own) + len(each.table["ignoreList"]) == len(each.table["sources"])
        assert each.table["x_google_ignoreList"] == each.table["ignoreList"]
    assert any("mnist_cnn.py" in source for each in maps for source in each.table["sources"])
