"""The harness in a headless Chromium: all four backends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bmlc.browser import Page, launch, serve
from bmlc.parity.host import Host, HostError

__all__ = ["ChromiumHost", "open_chromium"]

# Compiling every shader of a training step for a software GPU takes minutes on a busy machine.
_ANSWER_SECONDS = 600


class ChromiumHost(Host):
    """Calls of a function on the page."""

    def __init__(self, page: Page) -> None:
        self._page = page

    @property
    def engine(self) -> str:
        return f"Chromium {self._page.version}"

    def evaluate(self, script: str, argument: Any) -> Any:
        """What a function of JavaScript on the page gives; for what the harness does not do."""
        return self._page.page.evaluate(script, argument)

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        from playwright.sync_api import Error

        try:
            reply: dict[str, Any] = self._page.page.evaluate("request => globalThis.bmlParity(request)", request)
        except Error as error:  # the page crashed, or its script never ran
            said = "; ".join(self._page.problems)
            raise HostError(f"the page does not answer: {error.message.strip()} {said}".strip()) from None
        return reply


@contextmanager
def open_chromium(folder: Path, *, software_gpu: bool = True) -> Iterator[ChromiumHost]:
    """Open the workbench in `folder` in Chromium until the block ends."""
    with serve(folder) as server, launch(software_gpu=software_gpu) as page:
        page.page.set_default_timeout(_ANSWER_SECONDS * 1000)
        page.page.goto(server.url)
        page.page.wait_for_function("() => 'bmlParity' in globalThis", timeout=30_000)
        yield ChromiumHost(page)
