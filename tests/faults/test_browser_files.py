"""A bundle in Chromium whose files or worker fail: what is said, and that the program goes on where it can."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("playwright")

from bmlc.browser import Page
from bmlc.browser.server import HEADERS, POLICY, serve

from .plane_site import Site


def _runs_without_a_worker(site: Site) -> None:
    result = site.train()
    assert result["error"] is None
    assert len(result["logs"]) == 1
    (notice,) = result["notices"]
    assert notice.startswith("worker: ")
    assert notice.endswith("; running on the page's own thread")


def test_a_worker_that_a_policy_forbids(built: Path, browser: Page) -> None:
    headers = {**HEADERS, "Content-Security-Policy": POLICY.replace("worker-src 'self'", "worker-src 'none'")}
    with serve(built, headers=headers) as server:
        site = Site(browser, server.url, built)
        _runs_without_a_worker(site)
        site.context.close()


def test_a_worker_whose_file_is_missing(site: Site) -> None:
    site.page.evaluate("""() => {
      globalThis.Worker = class extends Worker {
        constructor(url, options) { super(new URL("missing.js", url), options); }
      };
    }""")
    _runs_without_a_worker(site)


def _error(site: Site) -> str:
    error = site.train()["error"]
    assert error["name"] == "FileError"
    message: str = error["message"]
    return message


def test_a_missing_shard(site: Site) -> None:
    site.shards[0].unlink()
    name = f"data/{site.shards[0].name}"
    assert _error(site) == (
        f"{name}: expected the file at {site.url}{name}, received HTTP status 404. "
        "Check the connection, and that the whole output folder was copied to the server. "
        "If the program was updated since this page was opened, reload it. (plane.py:16)"
    )


def test_a_truncated_shard(site: Site) -> None:
    whole = site.shards[0].read_bytes()
    site.shards[0].write_bytes(whole[:1000])
    message = _error(site)
    assert message.startswith(f"data/{site.shards[0].name}: expected {len(whole)} bytes with SHA-256 ")
    assert "received 1000 bytes (it is cut short) with " in message
    advice = (
        "The file is damaged or belongs to another build: reload the page, or else copy the whole output folder again."
    )
    assert message.endswith(f"{advice} (plane.py:16)")


def test_a_damaged_shard_then_a_whole_one(site: Site) -> None:
    whole = bytearray(site.shards[0].read_bytes())
    whole[500] ^= 1
    site.shards[0].write_bytes(whole)
    assert f"received {len(whole)} bytes with " in _error(site)
    whole[500] ^= 1
    site.shards[0].write_bytes(whole)
    assert site.train()["error"] is None
