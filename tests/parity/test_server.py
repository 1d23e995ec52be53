"""The headers, types and limits of the folder server."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path

import pytest

from bmlc.browser import HEADERS, serve
from bmlc.browser.server import ISOLATION


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text("<!doctype html>")
    (tmp_path / "main.js").write_text("export {};")
    (tmp_path / "kernels.wasm").write_bytes(b"\0asm")
    (tmp_path / "shard.bin.gz").write_bytes(b"\x1f\x8b")
    (tmp_path / "empty").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("", "text/html; charset=utf-8"),
        ("main.js", "text/javascript; charset=utf-8"),
        ("kernels.wasm", "application/wasm"),
        ("shard.bin.gz", "application/octet-stream"),
    ],
)
def test_types(folder: Path, path: str, content_type: str) -> None:
    with serve(folder) as server, urllib.request.urlopen(server.url + path) as answer:
        assert answer.headers["Content-Type"] == content_type
        assert "Content-Encoding" not in answer.headers


def test_headers(folder: Path) -> None:
    with serve(folder) as server, urllib.request.urlopen(server.url) as answer:
        assert {name: answer.headers[name] for name in HEADERS} == dict(HEADERS)
    assert "unsafe-eval" not in HEADERS["Content-Security-Policy"].replace("'wasm-unsafe-eval'", "")
    assert "unsafe-inline" not in HEADERS["Content-Security-Policy"]


def test_a_host_that_isolates_no_pages(folder: Path) -> None:
    plain = {name: value for name, value in HEADERS.items() if name not in ISOLATION}
    with serve(folder, headers=plain) as server, urllib.request.urlopen(server.url) as answer:
        assert not set(ISOLATION) & set(answer.headers)


@pytest.mark.parametrize("path", ["missing.js", "empty/", "%2e%2e/%2e%2e/etc/passwd", "../../etc/passwd"])
def test_nothing_else(folder: Path, path: str) -> None:
    with serve(folder) as server, pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(server.url + path)
    caught.value.close()  # the error is the answer, and holds its connection
    assert caught.value.code == 404


def test_the_port_is_free_afterwards(folder: Path) -> None:
    with serve(folder) as server:
        port = server.port
    with serve(folder, port=port) as server:
        assert server.port == port


def test_requests_are_told(folder: Path) -> None:
    asked: list[str] = []
    with serve(folder, on_request=asked.append) as server:
        urllib.request.urlopen(f"{server.url}main.js").close()
    assert asked == ["/main.js"]
