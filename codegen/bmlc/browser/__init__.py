"""Finding and starting a Chromium, and serving a folder to it."""

from bmlc.browser.find import FoundBrowser, find_browser
from bmlc.browser.launch import Page, launch
from bmlc.browser.server import HEADERS, MIME_TYPES, Server, serve

__all__ = ["HEADERS", "MIME_TYPES", "FoundBrowser", "Page", "Server", "find_browser", "launch", "serve"]
