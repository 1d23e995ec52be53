"""The program of plane_site.py on a server of its own for each test, all of them in one browser a module."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bmlc.browser import Page, launch
from bmlc.browser.server import serve

from .plane_site import Site, build_plane


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_plane(tmp_path_factory.mktemp("plane"), 4)


@pytest.fixture(scope="module")
def browser() -> Iterator[Page]:
    with launch() as page:
        yield page


@pytest.fixture
def site(built: Path, tmp_path: Path, browser: Page) -> Iterator[Site]:
    folder = shutil.copytree(built, tmp_path / "site")
    with serve(folder) as server:
        site = Site(browser, server.url, folder)
        yield site
        site.context.close()
