"""Steps and predictions of all contenders, interleaved: round by round, task by task, each in a fresh browser."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from threading import Timer
from typing import Any

from bmlc.browser import Page, launch
from peers.contenders import Contender
from peers.machine import Load
from peers.native import Native, NativeError
from peers.server import Traffic
from peers.tasks import Task

__all__ = ["Row", "Steps"]

Row = dict[str, Any]  # a line of the JSON file; report.py says what is in it

_SLOW = 1000  # milliseconds: a call that takes longer is measured in the first round only
_LIMIT = 120  # seconds of a measurement, from the start of its page
_CHECK = 25  # seconds in which results are checked


@dataclass
class Steps:
    """Those of each contender at each task; `natives`: Keras by its number of threads."""

    tasks: Sequence[Task]
    contenders: Sequence[Contender]
    natives: Mapping[int, Native]
    traffic: Traffic
    milliseconds: float  # of a turn, at least
    _once: set[tuple[str, str]] = field(default_factory=set)  # what is not measured again: it failed, or takes long

    def round(self, number: int) -> Iterator[Row]:
        """A row a task and a contender, with `error` where it failed."""
        for task in self.tasks:
            for contender in self.contenders:
                if not contender.takes(task) or (task.name, contender.name) in self._once:
                    continue
                load = Load.now()
                if contender.is_native:
                    found = _natively(task, self.natives[contender.threads], self.milliseconds)
                else:
                    found = _in_a_page(task, contender, self.traffic, self.milliseconds)
                if "error" in found or contender.device == "gpu" or median(found["times"]) > _SLOW:
                    self._once.add((task.name, contender.name))
                names = {"part": "steps", "round": number, "task": task.name, **contender.described()}
                yield {**names, **found, "foreign": load.foreign()}


def _natively(task: Task, keras: Native, milliseconds: float) -> Row:
    try:
        return keras.ask("time", task=task.name, milliseconds=milliseconds)
    except NativeError as error:
        return {"error": str(error)}


def _in_a_page(task: Task, contender: Contender, traffic: Traffic, milliseconds: float) -> Row:
    asked = {
        "adapter": contender.adapter,
        "task": task.name,
        "options": {**contender.options, **({"folder": contender.folder} if contender.is_ours else {})},
        "milliseconds": milliseconds,
        "checkMilliseconds": 1000 * _CHECK,
    }
    traffic.line = None
    with _fresh_page(contender.threads, contender.before) as (browser, page):

        def measure() -> Row:
            page.goto(f"{traffic.address}site/harness.html")
            page.wait_for_function("globalThis.ready")
            found: Row = page.evaluate("asked => measure(asked)", asked)
            return found

        return _tried(measure, browser)


@contextmanager
def _fresh_page(threads: int, before: str = "") -> Iterator[tuple[Page, Any]]:
    """A page in a browser of its own, which is killed if it does not end: a page may be stuck in its own code."""
    with launch() as browser:
        page = browser.page
        page.set_default_timeout(1000 * _LIMIT)
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setHardwareConcurrencyOverride", {"hardwareConcurrency": threads})
        if before:
            page.add_init_script(before)
        processes = browser.browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
        [process] = [each["id"] for each in processes if each["type"] == "browser"]
        timer = Timer(_LIMIT, lambda: os.kill(process, signal.SIGKILL))
        timer.start()
        try:
            yield browser, page
        finally:
            timer.cancel()


def _tried(measure: Callable[[], Row], browser: Page) -> Row:
    from playwright.sync_api import Error

    try:
        return measure()
    except Error as error:
        if browser.browser.is_connected():
            return {"error": " ".join(error.message.split())[:300]}
        return {"error": f"no end after {_LIMIT} s"}
