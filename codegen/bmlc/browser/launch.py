"""A headless Chromium with one page, closed on every way out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bmlc.browser.find import FoundBrowser, find_browser
from bmlc.errors import UserError
from bmlc.extras import install_command

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as PlaywrightPage

__all__ = ["Page", "browser_flags", "launch"]

_QUIET = ("--disable-background-networking", "--disable-component-update", "--no-first-run")

# WebGL 2 and WebGPU without a GPU, both on SwiftShader: the same renderer wherever the checks run.
_SOFTWARE_GPU = (
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--enable-unsafe-webgpu",
    "--use-webgpu-adapter=swiftshader",
    "--enable-features=Vulkan",
    "--ignore-gpu-blocklist",
)
_HARDWARE_GPU = ("--enable-unsafe-webgpu", "--enable-features=Vulkan", "--ignore-gpu-blocklist")


@dataclass(frozen=True)
class Page:
    """A page of a running browser, and what the page said that it should not have."""

    browser: Browser
    page: PlaywrightPage
    version: str
    problems: list[str]  # uncaught errors and console errors, in order


@contextmanager
def launch(
    *,
    found: FoundBrowser | None = None,
    software_gpu: bool = True,
    headless: bool = True,
    viewport: tuple[int, int] = (1280, 800),
) -> Iterator[Page]:
    """Start a browser with an empty page.

    Raises:
        UserError: BML402 without a browser or with one that does not start, BML403 without Playwright.
    """
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        raise UserError(
            "BML403", "driving a browser takes Playwright, which is not installed", hint=install_command("parity")
        ) from None
    found = found or find_browser()
    flags = browser_flags(software_gpu=software_gpu)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=found.path, headless=headless, args=flags)
        except Error as error:
            raise UserError(
                "BML402",
                f"{found.path} (found by {found.found_by}) does not start: {_first_line(error.message)}",
                hint="try it by hand, or set BML_CHROMIUM to another one",
            ) from None
        try:
            context = browser.new_context(viewport={"width": viewport[0], "height": viewport[1]})
            page = context.new_page()
            problems: list[str] = []
            page.on("pageerror", lambda error: problems.append(error.message))
            page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
            yield Page(browser, page, browser.version, problems)
        finally:
            browser.close()


def browser_flags(*, software_gpu: bool) -> list[str]:
    """What a Chromium is started with."""
    flags = [*_QUIET, *(_SOFTWARE_GPU if software_gpu else _HARDWARE_GPU)]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        flags.append("--no-sandbox")  # Chromium's sandbox refuses to start as root
    return flags


def _first_line(text: str) -> str:
    return text.strip().splitlines()[0] if text.strip() else "no reason given"
