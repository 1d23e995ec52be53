"""Which browser is taken, and what is said when there is none."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bmlc.browser import find, find_browser
from bmlc.browser.find import FoundBrowser
from bmlc.errors import UserError


def executable(path: Path) -> Path:
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without a browser: an empty PATH, and no Playwright."""
    monkeypatch.delenv("BML_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    return tmp_path


def test_the_named_one_comes_first(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    executable(bare / "chromium")
    named = executable(bare / "mine")
    monkeypatch.setenv("BML_CHROMIUM", str(named))
    assert find_browser() == FoundBrowser(named, "BML_CHROMIUM")


def test_the_named_one_may_be_a_command(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = executable(bare / "mine")
    monkeypatch.setenv("BML_CHROMIUM", "mine")
    assert find_browser().path == named


def test_the_path_is_searched_in_order(bare: Path) -> None:
    executable(bare / "google-chrome")
    assert find_browser() == FoundBrowser(bare / "google-chrome", "PATH")
    executable(bare / "chromium")
    assert find_browser() == FoundBrowser(bare / "chromium", "PATH")


def test_a_named_one_that_is_missing_is_an_error(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    executable(bare / "chromium")
    monkeypatch.setenv("BML_CHROMIUM", "/no/such/browser")
    with pytest.raises(UserError) as caught:
        find_browser()
    assert str(caught.value) == (
        "error BML402: BML_CHROMIUM must name an executable, received /no/such/browser\n"
        "  = hint: set it to the browser's full path, or unset it to search the PATH"
    )


def test_no_browser(bare: Path) -> None:
    with pytest.raises(UserError) as caught:
        find_browser()
    assert str(caught.value) == (
        "error BML402: expected a Chromium or Chrome on this machine, found none: "
        "no chromium, chromium-browser, google-chrome, google-chrome-stable, chrome on the PATH; "
        "Playwright is not installed\n"
        "  = hint: install Chromium and put it on the PATH, set BML_CHROMIUM to its executable, or run "
        "`playwright install chromium`"
    )


def test_a_failed_installation_says_what_was_tried(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(executable(bare / "python-that-fails")))
    (bare / "python-that-fails").write_text("#!/bin/sh\nexit 3\n")
    monkeypatch.setattr(find.os, "geteuid", lambda: 1000)
    with pytest.raises(UserError, match="BML402") as caught:
        find_browser(install=True)
    assert "`python-that-fails -m playwright install chromium` failed (exit status 3)" in caught.value.message
    assert "the system's package manager was not asked (that takes apt and root)" in caught.value.message


def test_the_package_manager_is_asked_as_root(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing = executable(bare / "python-that-fails")
    failing.write_text("#!/bin/sh\nexit 3\n")
    monkeypatch.setattr(sys, "executable", str(failing))
    monkeypatch.setattr(find.os, "geteuid", lambda: 0)
    apt = executable(bare / "apt-get")
    apt.write_text(f'#!/bin/sh\n/bin/echo "$@" >> {bare}/asked\n/bin/cp {failing} {bare}/chromium\n')
    assert find_browser(install=True) == FoundBrowser(bare / "chromium", "PATH")
    assert (bare / "asked").read_text() == "update\ninstall --yes --no-install-recommends chromium\n"
