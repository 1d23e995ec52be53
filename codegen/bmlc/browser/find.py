"""Where a Chromium is on this machine, and how one is installed when the caller allows it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bmlc.errors import UserError

__all__ = ["COMMANDS", "FoundBrowser", "find_browser"]

# Names under which distributions, and Google, put it on the PATH.
COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_INSTALL_SECONDS = 900


@dataclass(frozen=True)
class FoundBrowser:
    """An executable and what led to it, for messages."""

    path: Path
    found_by: str


def find_browser(*, install: bool = False) -> FoundBrowser:
    """The Chromium to use: `BML_CHROMIUM`, else one on the PATH, else Playwright's own, else, if asked, a fresh one.

    Args:
        install: Allow `playwright install chromium` and, as root on a system with apt, its package.

    Raises:
        UserError: BML402 where none is found; it says what was tried.
    """
    tried: list[str] = []
    found = _named_by_user() or _on_path(tried) or _playwrights_own(tried)
    if found is None and install:
        found = next(_installed(tried), None)
    if found is not None:
        return found
    raise UserError(
        "BML402",
        f"expected a Chromium or Chrome on this machine, found none: {'; '.join(tried)}",
        hint="install Chromium and put it on the PATH, set BML_CHROMIUM to its executable, "
        "or run `playwright install chromium`",
    )


def _named_by_user() -> FoundBrowser | None:
    named = os.environ.get("BML_CHROMIUM")
    if not named:
        return None
    path = Path(shutil.which(named) or named)
    if not (path.is_file() and os.access(path, os.X_OK)):
        # Falling back to another browser would hide the mistake in what the user asked for.
        raise UserError(
            "BML402",
            f"BML_CHROMIUM must name an executable, received {named}",
            hint="set it to the browser's full path, or unset it to search the PATH",
        )
    return FoundBrowser(path, "BML_CHROMIUM")


def _on_path(tried: list[str]) -> FoundBrowser | None:
    for command in COMMANDS:
        if path := shutil.which(command):
            return FoundBrowser(Path(path), "PATH")
    tried.append(f"no {', '.join(COMMANDS)} on the PATH")
    return None


def _playwrights_own(tried: list[str]) -> FoundBrowser | None:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        tried.append("Playwright is not installed")
        return None
    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    if path.is_file():
        return FoundBrowser(path, "Playwright")
    tried.append("Playwright has not downloaded its own")
    return None


def _installed(tried: list[str]) -> Iterator[FoundBrowser]:
    """Try each way to install one, in order; a way that fails leaves its reason in `tried`."""
    if _ran([sys.executable, "-m", "playwright", "install", "chromium"], tried):
        found = _playwrights_own(tried)
        if found is not None:
            yield found
    apt = shutil.which("apt-get")
    if apt is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        tried.append("the system's package manager was not asked (that takes apt and root)")
        return
    _ran([apt, "update"], tried)  # a new machine has no lists of packages; where this fails, old ones may do
    if _ran([apt, "install", "--yes", "--no-install-recommends", "chromium"], tried):
        found = _on_path(tried)
        if found is not None:
            yield found


def _ran(command: list[str], tried: list[str]) -> bool:
    text = " ".join([Path(command[0]).name, *command[1:]])
    print(f"bml: installing a browser: {text}", file=sys.stderr, flush=True)
    try:
        # Its progress belongs on stderr: stdout may be somebody's JSON.
        subprocess.run(command, check=True, timeout=_INSTALL_SECONDS, stdin=subprocess.DEVNULL, stdout=sys.stderr)
    except (OSError, subprocess.SubprocessError) as error:
        tried.append(f"`{text}` failed ({_reason(error)})")
        return False
    return True


def _reason(error: Exception) -> str:
    if isinstance(error, subprocess.CalledProcessError):
        return f"exit status {error.returncode}"
    if isinstance(error, subprocess.TimeoutExpired):
        return f"no end after {_INSTALL_SECONDS} s"
    return str(error)
