"""Whole pages: how long until the first prediction, what is fetched until the first step, and an epoch with its data.

Every visit is timed by the page, from the start of its navigation. Cold is a fresh profile, warm the third visit of the
same, with all that browser and page have kept, slow is cold over a line of 40 ms and 10 Mbit/s.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal
from urllib.parse import quote

from bmlc.browser import find_browser
from bmlc.browser.launch import browser_flags
from peers.contenders import chosen
from peers.machine import Load
from peers.native import Native, NativeError
from peers.server import SLOW, Traffic
from peers.steps import Row

__all__ = ["PAGES", "Pages", "Visit"]

_SECONDS = 280
_EPOCH_STEPS = 938  # of 60,000 digits, 64 a step


@dataclass(frozen=True)
class Visit:
    """A page that is timed as a whole.

    Args:
        page: A file of `web/pages`, without ending; none is Keras in its own process.
        once: In the first round only: it takes long, or is the same each time.
    """

    name: str
    page: str | None
    options: Mapping[str, object] = field(default_factory=dict)
    once: bool = False

    def described(self) -> dict[str, object]:
        """As of the contenders of steps."""
        kind = "native" if self.page is None else "ours" if "program" in self.options else "peer"
        return {"contender": self.name, "kind": kind, "threads": 2, "device": "cpu"}


def _bml(name: str, page: str, once: bool = False, **options: object) -> Visit:
    program = "epoch_cnn_adam" if page == "bml_epoch" else "cnn_adam"
    return Visit(f"bml {name}", page, {"folder": f"programs/{options['backend']}", "program": program, **options}, once)


_FIRSTS = (
    _bml("wasm worker", "bml_first", backend="wasm", worker=True),
    _bml("wasm", "bml_first", backend="wasm", worker=False),
    _bml("cpu", "bml_first", backend="cpu", worker=False),
    Visit("tfjs Layers wasm", "first_tfjs_wasm"),
    Visit("tfjs Layers cpu", "first_tfjs_cpu"),
    Visit("jax-js wasm", "first_jaxjs"),
    Visit("onnxruntime-web", "first_ort"),
    Visit("LiteRT.js", "first_litert"),
)
_STEPS = (
    _bml("wasm", "bml_first", True, backend="wasm", worker=False, what="step"),
    _bml("cpu", "bml_first", True, backend="cpu", worker=False, what="step"),
    _bml("webgl", "bml_first", True, backend="webgl", worker=False, what="step"),
    _bml("webgpu", "bml_first", True, backend="webgpu", worker=False, what="step"),
    Visit("tfjs Layers cpu", "step_tfjs_cpu", once=True),
    Visit("jax-js wasm", "step_jaxjs", once=True),
)
_EPOCHS = (
    Visit("Keras 2t", None),
    _bml("wasm worker", "bml_epoch", backend="wasm", worker=True),
    _bml("wasm", "bml_epoch", backend="wasm", worker=False),
    Visit("jax-js wasm", "epoch_jaxjs", once=True),
    Visit("tfjs Layers cpu", "epoch_tfjs_cpu", once=True),
)
PAGES: Mapping[str, tuple[Sequence[Visit], Sequence[Literal["cold", "slow"]]]] = {
    "first": (_FIRSTS, ("cold", "slow")),
    "bytes": (_STEPS, ("cold",)),
    "epoch": (_EPOCHS, ("cold",)),
}


@dataclass(frozen=True)
class Pages:
    """Visits to whole pages: the `parts` of `PAGES`, and of their contenders those whose names the patterns choose."""

    parts: Sequence[str]
    patterns: str
    keras: Native
    traffic: Traffic

    def round(self, number: int) -> Iterator[Row]:
        """A row a part, a mode and a visit, with `error` where it failed."""
        for part in self.parts:
            visits, modes = PAGES[part]
            for mode in modes:
                for visit in visits:
                    if (visit.once and number) or not chosen(visit.name, self.patterns):
                        continue
                    load = Load.now()
                    native = visit.page is None
                    found = _epoch(self.keras) if native else _in_a_profile(visit, mode, part, self.traffic)
                    common = {"part": part, "round": number, **visit.described(), "foreign": load.foreign()}
                    yield {**common, "mode": mode, **_timed(found)}
                    if "warm" in found:
                        yield {**common, "mode": "warm", "times": [found["warm"]]}


def _timed(found: Row) -> Row:
    """With `times`, as rows of steps have them; of an epoch that was begun only, what all of it would take."""
    if "error" in found:
        return found
    rest = found["fit"] * (_EPOCH_STEPS / found["steps"] - 1) if "steps" in found else 0.0
    return {**found, "times": [found["done"] + rest], "few": "steps" in found}


def _epoch(keras: Native) -> Row:
    try:
        return keras.ask("epoch", program="epoch_cnn_adam", batch=64)
    except NativeError as error:
        return {"error": str(error)}


def _in_a_profile(visit: Visit, mode: str, part: str, traffic: Traffic) -> Row:
    from playwright.sync_api import Error

    traffic.line = SLOW if mode == "slow" else None
    with TemporaryDirectory(prefix="bml-peers-") as folder, _profile(Path(folder)) as page:
        try:
            row = _visit(page, visit, traffic)
            if part == "first" and mode == "cold" and "error" not in row:
                for _ in range(2):
                    time.sleep(0.5)  # what was fetched is written to the profile
                    again = _visit(page, visit, traffic)
                if "error" in again:
                    return again
                row["warm"] = again["done"]
        except Error as error:
            return {"error": " ".join(error.message.split())[:300]}
        return row


def _visit(page: Any, visit: Visit, traffic: Traffic) -> Row:
    traffic.clear()
    problems: list[str] = []
    page.once("pageerror", lambda error: problems.append(error.message))
    page.goto(f"{traffic.address}site/pages/{visit.page}.html?options={quote(json.dumps(visit.options))}")
    end = time.monotonic() + _SECONDS
    while not page.evaluate("'result' in globalThis"):
        if problems or time.monotonic() > end:
            return {"error": problems[0][:300] if problems else f"no end after {_SECONDS} s"}
        page.wait_for_timeout(50)
    found: Row = page.evaluate("result")
    return {**found, "sent": dict(traffic.sent), "requests": traffic.requests}


@contextmanager
def _profile(folder: Path) -> Iterator[Any]:
    """A page of a browser that keeps what it fetches and compiles in `folder`."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            folder, executable_path=find_browser().path, args=browser_flags(software_gpu=True), headless=True
        )
        try:
            page = context.pages[0] if context.pages else context.new_page()
            page.set_default_timeout(1000 * _SECONDS)
            yield page
        finally:
            context.close()
