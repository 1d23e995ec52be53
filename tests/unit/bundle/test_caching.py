"""What browsers may keep of a served folder: names with a hash for ever, the rest is asked for each time."""

from __future__ import annotations

from http.client import HTTPConnection
from pathlib import Path

import pytest

from bmlc.browser import serve

FOR_EVER = "public, max-age=31536000, immutable"
SHARD = f"data/{'0a' * 16}.bin"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("chunks/session-26HRVDFZ.js", FOR_EVER),
        (SHARD, FOR_EVER),
        ("chunks/bml-common-fma.wasm", "max-age=3600"),
        ("index.html", "no-cache"),
        ("line.js", "no-cache"),
        ("chunks/wasm_thread.js", "no-cache"),
        ("chunks/call-NTQPEARQ.js?anew", FOR_EVER),
        ("chunks/missing-NTQPEARQ.js", "no-cache"),  # it may come yet
        (f"weights/{'0b' * 16}.bin", "no-cache"),
    ],
)
def test_what_may_be_kept(tmp_path: Path, path: str, expected: str) -> None:
    missing = "missing" in path or path.startswith("weights/")
    file = tmp_path / path.partition("?")[0]
    if not missing:
        file.parent.mkdir(exist_ok=True)
        file.touch()
    with serve(tmp_path) as server:
        connection = HTTPConnection("127.0.0.1", server.port)
        connection.request("GET", f"/{path}", headers={"Host": "127.0.0.1"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == (404 if missing else 200)
        assert answer.headers.get_all("Cache-Control") == [expected]
        connection.close()


def test_a_host_that_lets_all_be_kept_stays_one(tmp_path: Path) -> None:
    """Only what would be asked for each time is kept for longer."""
    (tmp_path / "line-26HRVDFZ.js").touch()
    with serve(tmp_path, headers={"Cache-Control": "max-age=60"}) as server:
        connection = HTTPConnection("127.0.0.1", server.port)
        connection.request("GET", "/line-26HRVDFZ.js", headers={"Host": "127.0.0.1"})
        assert connection.getresponse().headers["Cache-Control"] == "max-age=60"
        connection.close()
