"""A page that is open while a new build takes the folder's place."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from bml.cli.build import build_file
from bmlc.browser import Page as Browser
from bmlc.browser import serve

SOURCE = Path(__file__).with_name("line.py")
UPDATED = "the program was updated. Reload the page."

LOAD = """async ({ entry, worker }) => {
  const { load } = await import(entry);
  try {
    globalThis.app = await load({ backend: "cpu", cache: false, worker });
    return "loaded";
  } catch (error) {
    return error.message;
  }
}"""
TRAIN = "async () => app.train().then(() => 'trained', (error) => error.message)"
HOUR = {"Cache-Control": "max-age=3600"}


class Site:
    """`line`, as it is now."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._source = folder.parent / "line.py"
        shutil.copy(SOURCE, self._source)
        self.deploy()

    def deploy(self, before: str = "", after: str = "") -> None:
        self._source.write_text(self._source.read_text().replace(before, after))
        build_file(self._source, self.folder, "cpu")
        (self.folder / "empty.html").write_text('<!doctype html><title>A page</title><link rel="icon" href="data:,">')


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "site")


@pytest.fixture
def page(browser: Browser) -> Iterator[Any]:
    context = browser.browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def serving() -> Iterator[Callable[..., str]]:
    with ExitStack() as stack:
        yield lambda folder, **options: stack.enter_context(serve(folder, **options)).url


@pytest.mark.parametrize("worker", [True, False])
def test_a_session_of_another_build_is_refused(
    site: Site, page: Any, serving: Callable[..., str], worker: bool
) -> None:
    url = serving(site.folder)
    page.goto(f"{url}empty.html")
    options = {"entry": f"{url}line.js", "worker": worker}
    page.evaluate("(entry) => import(entry)", f"{url}line.js")
    site.deploy("-2.0", "2.0")  # the same program on other data: a model of the one would be taken for one of the other
    assert page.evaluate(LOAD, options).endswith(UPDATED)
    page.reload()
    assert page.evaluate(LOAD, options) == "loaded"
    assert page.evaluate(TRAIN) == "trained"


def test_what_the_browser_kept_does_not_outlive_a_reload(site: Site, page: Any, serving: Callable[..., str]) -> None:
    url = serving(site.folder, headers=HOUR)
    page.goto(f"{url}empty.html")
    page.evaluate("(entry) => import(entry)", f"{url}line.js")  # kept for an hour; the session was not asked for yet
    site.deploy("-2.0", "2.0")
    page.reload()
    assert page.evaluate(LOAD, {"entry": f"{url}line.js", "worker": True}).endswith(UPDATED)
    page.reload()
    assert page.evaluate(LOAD, {"entry": f"{url}line.js", "worker": True}) == "loaded"


def test_a_shard_that_a_deploy_removed(site: Site, page: Any, serving: Callable[..., str]) -> None:
    url = serving(site.folder)
    page.goto(f"{url}empty.html")
    assert page.evaluate(LOAD, {"entry": f"{url}line.js", "worker": True}) == "loaded"
    site.deploy("-2.0", "2.0")
    message = page.evaluate(TRAIN)
    assert "received HTTP status 404" in message
    assert "If the program was updated since this page was opened, reload it." in message


def test_the_hash_of_a_build(site: Site) -> None:
    entry = site.folder / "line.js"
    first = entry.read_bytes()
    site.deploy()
    assert entry.read_bytes() == first
    site.deploy("-2.0", "2.0")
    assert entry.read_bytes() != first


def test_a_session_that_a_deploy_removed(site: Site, page: Any, serving: Callable[..., str]) -> None:
    """The manifest tells a folder that lost a file from one that is another build by now."""
    url = serving(site.folder)
    page.goto(f"{url}empty.html")
    (session,) = (site.folder / "chunks").glob("session-*.js")
    session.unlink()
    message = page.evaluate(LOAD, {"entry": f"{url}line.js", "worker": True})
    assert f"chunks/{session.name}" in message
    assert message.endswith("If the program was updated, reload the page.")
