"""Built programs in other people's projects, and a browser to open these in."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright")

sys.path.append(str(Path(__file__).parent))

from workspace import Workspace

from bml.cli.build import build_file
from bmlc.browser import Page as Browser
from bmlc.browser import launch

Results = list[dict[str, Any]]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with launch(software_gpu=False) as browser:
        yield browser


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Two, since one must not get in the way of the other."""
    folder = tmp_path_factory.mktemp("programs")
    built = {}
    for name in ("line", "second"):
        shutil.copy(Path(__file__).with_name("line.py"), folder / f"{name}.py")
        built[name] = build_file(folder / f"{name}.py", folder / "dist" / name, "cpu,wasm").folder
    return built


@pytest.fixture(scope="session")
def workspace(programs: Mapping[str, Path]) -> Workspace:
    workspace = Workspace()
    workspace.install(*programs.values())
    return workspace


@pytest.fixture
def trials() -> Callable[[Any], Results]:
    """`trials(page)`: what they came to, once they are over (apps/trial.js)."""

    def wait(page: Any) -> Results:
        page.locator("body[data-results]").wait_for(state="attached", timeout=60_000)
        found: Results = json.loads(page.locator("body").get_attribute("data-results") or "")
        return found

    return wait


@pytest.fixture
def results(browser: Browser, trials: Callable[[Any], Results]) -> Iterator[Callable[[str], Results]]:
    """The same of the page at an address."""
    context = browser.browser.new_context()

    def open_page(address: str) -> Results:
        page = context.new_page()
        page.goto(address)
        return trials(page)

    yield open_page
    context.close()
