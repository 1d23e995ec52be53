"""A folder over HTTP on a free port of this machine, with the headers that a careful host would send.

Standard library only: it serves tests, parity runs and `bml serve` alike, without the `serve` extra.
"""

from __future__ import annotations

import mimetypes
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote

__all__ = ["HEADERS", "ISOLATION", "MIME_TYPES", "POLICY", "Server", "serve"]

# What a bundle must work under: nothing from elsewhere, no eval, no inline code, workers from files.
POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "worker-src 'self'",
        "img-src 'self' blob: data:",
        "media-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    ]
)

# SharedArrayBuffer, and with it the threads of wasm, exists only in a page that is isolated.
ISOLATION: Mapping[str, str] = MappingProxyType(
    {
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
)

_ASKED_EACH_TIME = ("Cache-Control", "no-cache")

HEADERS: Mapping[str, str] = MappingProxyType(
    {
        **ISOLATION,
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        **dict([_ASKED_EACH_TIME]),
    }
)

# What a name with a hash holds never changes; an old .wasm file is found out by its hash, and fetched again.
_CACHING = (
    (re.compile(r"-[0-9A-Z]{8}\.js$|/[0-9a-f]{32}\.bin$"), "public, max-age=31536000, immutable"),
    (re.compile(r"\.wasm$"), "max-age=3600"),
)

# A browser refuses modules and streaming wasm of another type, and systems' own tables differ.
MIME_TYPES: Mapping[str, str] = MappingProxyType(
    {
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".mjs": "text/javascript; charset=utf-8",
        ".json": "application/json; charset=utf-8",
        ".map": "application/json; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".wasm": "application/wasm",
        ".svg": "image/svg+xml",
        ".png": "image/png",
        ".ts": "text/plain; charset=utf-8",
        ".py": "text/plain; charset=utf-8",
        # Shards are gzip files as such: a Content-Encoding would unpack them before their hash is checked.
        ".gz": "application/octet-stream",
        ".bin": "application/octet-stream",
    }
)

_PORT = re.compile(r":\d*$")
_THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "[::1]"})


@dataclass(frozen=True)
class Server:
    """A folder that is being served."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        """The folder's address, ending in a slash."""
        return f"http://127.0.0.1:{self.port}/"


@contextmanager
def serve(
    folder: Path,
    *,
    port: int = 0,
    headers: Mapping[str, str] = HEADERS,
    on_request: Callable[[str], None] | None = None,
) -> Iterator[Server]:
    """Serve `folder` to this machine from a thread until the block ends.

    Args:
        port: 0 takes a free one.
        headers: Sent with every answer; leave `ISOLATION` out to stand for a host that cannot set it.
        on_request: Told each path that is asked for, from the server's threads.
    """
    handler = partial(_Handler, headers=headers, on_request=on_request, directory=os.path.realpath(folder))
    server = _HttpServer(("127.0.0.1", port), handler)
    thread = Thread(target=server.serve_forever, name="bml-serve", daemon=True)
    thread.start()
    try:
        yield Server(folder, server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _HttpServer(ThreadingHTTPServer):
    allow_reuse_address = os.name != "nt"  # there it would let two servers share a port

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):  # a reload during a download hangs up, and is no error
            super().handle_error(request, client_address)


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # keeps connections open: a bundle is many small files

    def __init__(
        self, *args: Any, headers: Mapping[str, str], on_request: Callable[[str], None] | None, **kwargs: Any
    ) -> None:
        self._headers = headers  # before super(): its constructor answers the request
        self._on_request = on_request
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        if self._on_request:
            self._on_request(self.path)
        super().do_GET()

    def send_head(self) -> Any:
        """Refuse what is not the folder's: before `super` opens a file."""
        if not self._is_for_this_machine():
            self.send_error(HTTPStatus.FORBIDDEN, "Not for this host", "Open 127.0.0.1 or localhost instead.")
            return None
        if not self._is_in_the_folder():
            self.send_error(HTTPStatus.NOT_FOUND, "File not found")
            return None
        return super().send_head()

    def _is_for_this_machine(self) -> bool:
        """Whether the name that the browser asked for can only mean this machine.

        A page of another name, whose owner points it at 127.0.0.1 afterwards, would read the folder as its own
        (DNS rebinding). What sends no Host is no browser.
        """
        hosts = self.headers.get_all("Host", [])
        return len(hosts) <= 1 and all(_PORT.sub("", host.strip()).lower() in _THIS_MACHINE for host in hosts)

    def _is_in_the_folder(self) -> bool:
        """Neither hidden, nor led out of the folder by a link."""
        address = unquote(self.path.partition("?")[0].partition("#")[0], errors="surrogateescape")
        if "\0" in address or any(part.startswith(".") for part in address.replace("\\", "/").split("/")):
            return False
        try:
            return Path(os.path.realpath(self.translate_path(self.path))).is_relative_to(self.directory)
        except (OSError, ValueError):
            return False

    def end_headers(self) -> None:
        for name, value in self._headers.items():
            self.send_header(name, self._caching() if (name, value) == _ASKED_EACH_TIME else value)
        super().end_headers()

    def send_response(self, code: int, message: str | None = None) -> None:
        self._is_error = code >= HTTPStatus.BAD_REQUEST
        super().send_response(code, message)

    def _caching(self) -> str:
        path = self.path.partition("?")[0]
        found = (value for pattern, value in _CACHING if pattern.search(path) and not self._is_error)
        return next(found, _ASKED_EACH_TIME[1])  # what is missing may come yet

    def guess_type(self, path: Any) -> str:
        suffix = Path(str(path)).suffix.lower()
        return MIME_TYPES.get(suffix) or mimetypes.guess_type(str(path))[0] or "application/octet-stream"

    def list_directory(self, path: Any) -> None:
        self.send_error(HTTPStatus.NOT_FOUND, "File not found")  # a folder without index.html holds nothing to browse

    def log_message(self, *args: Any) -> None:
        """Say nothing: what went wrong shows in the page."""
