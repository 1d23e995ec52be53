"""Browsers that do not start."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bmlc.browser import FoundBrowser, launch
from bmlc.errors import UserError


def test_without_playwright(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    with pytest.raises(UserError) as caught, launch():
        pass
    assert str(caught.value) == (
        "error BML403: driving a browser takes Playwright, which is not installed\n"
        "  = hint: pip install 'playwright<2,>=1.50'"
    )


def test_an_executable_that_is_no_browser(tmp_path: Path) -> None:
    pytest.importorskip("playwright")
    impostor = tmp_path / "chromium"
    impostor.write_text("#!/bin/sh\nexit 1\n")
    impostor.chmod(0o755)
    with pytest.raises(UserError) as caught, launch(found=FoundBrowser(impostor, "BML_CHROMIUM")):
        pass
    assert caught.value.code == "BML402"
    assert caught.value.message.startswith(f"{impostor} (found by BML_CHROMIUM) does not start: ")
    assert caught.value.hint == "try it by hand, or set BML_CHROMIUM to another one"
