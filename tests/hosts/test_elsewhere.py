"""The folder on another origin than the page's, in a frame without an origin, and on no server at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from bmlc.browser import HEADERS, serve
from bmlc.browser import Page as Browser
from bmlc.browser.server import ISOLATION

CORS = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}

# What a page does with a program of another origin.
SCRIPT = """import { load } from "%sline.js";
import { show, trial } from "./trial.js";
show(trial(load, %s));
"""
PAGE = """<!doctype html><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,">
<body><script type="module" src="%s"></script></body>"""


class Away:
    """Pages at one origin, `line` at another."""

    def __init__(self, browser: Browser, folder: Path, program: str, stack: ExitStack) -> None:
        self.folder = folder
        self.program = program
        self.said: list[str] = []  # the warnings of the console
        self._stack = stack
        self._context = browser.browser.new_context()
        stack.callback(self._context.close)

    def host(self, headers: Mapping[str, str] = {}, *, base: bool = False) -> str:
        source = "/line/" if base else self.program
        options = f'{{ base: "{self.program}" }}' if base else "{}"
        (self.folder / "main.js").write_text(SCRIPT % (source, options))
        (self.folder / "index.html").write_text(PAGE % "./main.js")
        return self._stack.enter_context(serve(self.folder, headers=headers)).url

    def page(self, address: str) -> Any:
        page = self._context.new_page()
        page.on("console", lambda line: self.said.append(line.text) if line.type == "warning" else None)
        page.goto(address)
        return page


@pytest.fixture
def away(browser: Browser, programs: Mapping[str, Path], tmp_path: Path) -> Iterator[Away]:
    trial = Path(__file__).parent / "apps" / "trial.js"
    (tmp_path / "trial.js").write_bytes(trial.read_bytes())
    shutil.copytree(programs["line"], tmp_path / "line")
    with ExitStack() as stack:
        program = stack.enter_context(serve(programs["line"], headers=CORS))
        yield Away(browser, tmp_path, program.url, stack)


Results = Callable[[Any], list[dict[str, Any]]]


@pytest.mark.parametrize("base", [False, True])
def test_another_origin(away: Away, trials: Results, wasm_says: Callable[..., str], base: bool) -> None:
    page = away.page(away.host(base=base))
    said = wasm_says(away.folder / "line")
    assert trials(page) == [{"backend": "wasm", "description": said, "notices": [], "trained": True}]
    assert away.said == []


def test_another_origin_with_threads(away: Away, trials: Results, wasm_says: Callable[..., str]) -> None:
    (result,) = trials(away.page(away.host(ISOLATION)))
    said = wasm_says(away.folder / "line", isolated=True)
    assert result == {"backend": "wasm", "description": said, "notices": [], "trained": True}


def test_a_policy_that_forbids_the_worker(away: Away, trials: Results) -> None:
    sources = f"script-src 'self' 'wasm-unsafe-eval' {away.program}; connect-src 'self' {away.program}"
    policy = HEADERS["Content-Security-Policy"].replace("script-src 'self' 'wasm-unsafe-eval'", sources)
    page = away.page(away.host({"Content-Security-Policy": policy}))
    (result,) = trials(page)
    notice = "worker: its file did not load; running on the page's own thread"
    assert (result["backend"], result["notices"], result["trained"]) == ("wasm", [notice], True)
    assert away.said == [f"bml: {notice}"]


def test_a_sandboxed_frame(away: Away, trials: Results) -> None:
    address = away.host(CORS)
    (away.folder / "frame.html").write_text(f'<iframe sandbox="allow-scripts" src="{address}"></iframe>')
    page = away.page(f"{address}frame.html")
    (result,) = trials(page.frames[1])
    assert (result["backend"], result["trained"]) == ("wasm", True)
    (notice,) = result["notices"]
    assert notice.startswith("cache: IndexedDB is not available")


def test_opened_as_a_file(away: Away, programs: Mapping[str, Path]) -> None:
    page = away.page((programs["line"] / "index.html").as_uri())
    assert page.get_by_text("serve the folder, with bml serve or any other server").is_visible()
