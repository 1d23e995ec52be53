"""The headers, types and limits of the folder server."""

from __future__ import annotations

import socket
import struct
import urllib.request
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest

from bmlc.browser import HEADERS, serve
from bmlc.browser.server import ISOLATION, Server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "index.html").write_text("<!doctype html>")
    (folder / "main.js").write_text("export {};")
    (folder / "kernels.wasm").write_bytes(b"\0asm")
    (folder / "shard.bin.gz").write_bytes(b"\x1f\x8b")
    (folder / "empty").mkdir()
    for hidden in (".env", ".git/config", "empty/.hidden"):
        (folder / hidden).parent.mkdir(exist_ok=True)
        (folder / hidden).write_text("secret")
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "out.txt").symlink_to("../secret.txt")
    (folder / "away").symlink_to("..")
    (folder / "loop").symlink_to("loop")
    (folder / "within.js").symlink_to("main.js")
    return folder


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


def ask(server: Server, method: str, path: str, **headers: str) -> Answer:
    """The path as it stands, which clients tidy up otherwise."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=20)
    with closing(connection):
        connection.putrequest(method, f"/{path}", skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        return Answer(answer.status, answer.read())


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


@pytest.mark.parametrize(
    "path",
    [
        *("missing.js", "empty/", "main.js/", "main.js%00", "%00", "main.js%00.html", "x" * 5000),
        *("%2e%2e/secret.txt", "../secret.txt", "..%2fsecret.txt", "empty/..%2f..%2fsecret.txt", "..%5csecret.txt"),
        *(".git/config", "%2egit/config", ".env", "empty/.hidden", ".git"),
        *("out.txt", "away/secret.txt", "loop", "//secret.txt", "%ff", "a%C3%28"),
    ],
)
def test_nothing_else(folder: Path, path: str) -> None:
    with serve(folder) as server:
        for method in ("GET", "HEAD"):
            answer = ask(server, method, path)
            assert answer.status == 404
            assert b"secret" not in answer.body


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


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    ("host", "status"),
    [
        *((host, 200) for host in ("127.0.0.1", "localhost:{port}", "LOCALHOST", "[::1]:{port}", "[::1]")),
        *(
            (host, 403)
            for host in ("evil.example", "evil.example:{port}", "127.0.0.1.evil.example", "localhost.evil.com")
        ),
        *((host, 403) for host in ("192.168.0.2", "[::2]", "evil@localhost", "localhost:80:80", "")),
    ],
)
def test_pages_of_other_names_are_refused(folder: Path, host: str, status: int, method: str) -> None:
    with serve(folder) as server:
        assert ask(server, method, "main.js", Host=host.format(port=server.port)).status == status


def test_links_within_the_folder(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("folder")
    with serve(tmp_path / "link") as server:
        assert ask(server, "GET", "within.js").body == b"export {};"
        assert ask(server, "GET", "main.js?v=..#.x").body == b"export {};"


def test_a_client_that_hangs_up_is_no_error(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "large.bin").write_bytes(bytes(20_000_000))
    with serve(folder) as server:
        for _ in range(3):
            client = socket.create_connection(("127.0.0.1", server.port))
            client.sendall(b"GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n")
            client.recv(1000)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # a reset, as browsers send
            client.close()
        assert ask(server, "GET", "main.js").body == b"export {};"
    assert capfd.readouterr() == ("", "")


def test_heads_have_no_body_and_ranges_get_the_whole(folder: Path) -> None:
    with serve(folder) as server:
        assert ask(server, "HEAD", "main.js") == Answer(200, b"")
        assert ask(server, "GET", "main.js", Range="bytes=0-2") == Answer(200, b"export {};")
        assert ask(server, "POST", "main.js").status == 501


def test_a_port_that_is_taken(folder: Path) -> None:
    with serve(folder) as server, pytest.raises(OSError, match="in use"):
        serve(folder, port=server.port).__enter__()
