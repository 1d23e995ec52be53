"""Folders over HTTP as a good host has them, isolated, compressed, cacheable; over a slow line too. Counts bytes."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread

from bmlc.browser.server import ISOLATION, MIME_TYPES

__all__ = ["SLOW", "Line", "Traffic", "serve"]

_COMPRESSED = {".js", ".mjs", ".json", ".html", ".wasm", ".css"}
_PART = 16384


@dataclass(frozen=True)
class Line:
    delay: float  # seconds before each answer
    rate: float  # bytes a second, of all answers together


SLOW = Line(0.04, 10e6 / 8)


@dataclass
class Traffic:
    """What has been sent since `clear`. `line`: none is as quick as the machine."""

    address: str
    line: Line | None = None
    sent: dict[str, int] = field(default_factory=dict)  # bytes, by the ending of files
    requests: int = 0
    lock: Lock = field(default_factory=Lock)
    free: float = 0.0  # when the slow line has sent all that it was given

    def clear(self) -> None:
        self.sent, self.requests = {}, 0

    def answered(self, suffix: str, count: int) -> None:
        with self.lock:
            self.sent[suffix] = self.sent.get(suffix, 0) + count
            self.requests += 1

    def wait_for(self, count: int) -> None:
        if self.line is None:
            return
        with self.lock:
            self.free = max(self.free, time.monotonic()) + count / self.line.rate
            due = self.free
        time.sleep(max(0.0, due - time.monotonic()))


@contextmanager
def serve(roots: Mapping[str, Path]) -> Iterator[Traffic]:
    """`<address><name of a root>/<file>`, until the block ends."""
    traffic = Traffic("")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, roots, {}, traffic))
    server.daemon_threads = True
    traffic.address = f"http://127.0.0.1:{server.server_address[1]}/"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield traffic
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, roots: Mapping[str, Path], packed: dict[Path, bytes], traffic: Traffic, *given: object) -> None:
        self._roots, self._packed, self._traffic = roots, packed, traffic  # before super(): it answers the request
        super().__init__(*given)  # type: ignore[arg-type]  # what the server gives its handlers

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        root, _, name = self.path.partition("?")[0].lstrip("/").partition("/")
        file = self._roots.get(root, Path("nowhere")) / name
        if ".." in name.split("/") or not file.is_file():
            self._answer(404, {}, b"")
            return
        body, suffix = self._content(file), file.suffix
        if self._traffic.line is not None:
            time.sleep(self._traffic.line.delay)
        headers = {"Content-Type": MIME_TYPES.get(suffix, "application/octet-stream"), "Cache-Control": "max-age=86400"}
        if suffix in _COMPRESSED:
            headers["Content-Encoding"] = "gzip"
        self._traffic.answered(suffix, len(body))
        self._answer(200, {**headers, **ISOLATION}, body)

    def _content(self, file: Path) -> bytes:
        if file not in self._packed:
            content = file.read_bytes()
            self._packed[file] = gzip.compress(content, 9, mtime=0) if file.suffix in _COMPRESSED else content
        return self._packed[file]

    def _answer(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        try:
            for start in range(0, len(body), _PART):
                part = body[start : start + _PART]
                self._traffic.wait_for(len(part))
                self.wfile.write(part)
        except ConnectionError:
            pass  # the browser was closed

    def log_message(self, *given: object) -> None:
        """Say nothing: what went wrong shows in the page."""
