"""A bundle in Chromium whose storage fails or is full, strange or held: what is said, and that the program goes on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

pytest.importorskip("playwright")

from bml.cli.build import build_file
from bmlc.browser import Page
from bmlc.browser.server import HEADERS, serve

from .plane_site import PROGRAM, TRAIN, Site, build_plane

# What the cache holds: each key with its length, and who uses which.
STORED = """() => new Promise((resolve, reject) => {
  const opening = indexedDB.open("bml");
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const db = opening.result;
    const change = db.transaction(["files", "builds"]);
    const files = change.objectStore("files").getAllKeys(), contents = change.objectStore("files").getAll();
    const builds = change.objectStore("builds").getAllKeys();
    change.oncomplete = () => {
      db.close();
      const sizes = files.result.map((key, i) => [key, contents.result[i].length]);
      resolve({ files: Object.fromEntries(sizes), builds: builds.result });
    };
  };
})"""

DAMAGE = """() => new Promise((resolve, reject) => {
  const opening = indexedDB.open("bml");
  opening.onsuccess = () => {
    const db = opening.result;
    const change = db.transaction("files", "readwrite");
    const cursor = change.objectStore("files").openCursor();
    cursor.onsuccess = () => {
      if (!cursor.result) return;
      const bytes = cursor.result.value;
      bytes[bytes.length >> 1] ^= 1;
      cursor.result.update(bytes);
      cursor.result.continue();
    };
    change.oncomplete = () => { db.close(); resolve(); };
    change.onabort = () => reject(change.error);
  };
})"""


def test_data_is_kept_and_not_fetched_again(site: Site) -> None:
    first = site.train()
    assert first["error"] is None
    assert first["notices"] == []
    stored = site.page.evaluate(STORED)
    assert sorted(stored["files"].values()) == sorted(shard.stat().st_size for shard in site.shards)
    assert stored["builds"] == [f"{site.url}bml-plane"]
    shutil.rmtree(site.folder / "data")
    assert site.train() == first


def test_without_the_cache_nothing_is_stored(site: Site) -> None:
    assert site.train(cache=False)["error"] is None
    assert site.page.evaluate("async () => (await indexedDB.databases()).length") == 0


def test_a_damaged_entry_is_fetched_again(site: Site) -> None:
    first = site.train()
    site.page.evaluate(DAMAGE)
    assert site.train() == first
    shutil.rmtree(site.folder / "data")
    assert site.train() == first  # so what was damaged has been replaced


def test_a_newer_build_collects_what_the_older_one_left(site: Site, tmp_path: Path) -> None:
    site.train()
    before = site.page.evaluate(STORED)["files"]
    newer = build_plane(tmp_path, 5)  # other labels, the same points
    shutil.rmtree(site.folder)
    shutil.copytree(newer, site.folder)
    site.page = site.open()
    assert site.train()["error"] is None
    after = site.page.evaluate(STORED)["files"]
    assert len(before) == len(after) == 2
    assert len(before.keys() & after.keys()) == 1


def test_tabs_share_the_cache(site: Site) -> None:
    pages = [site.page, site.open(), site.open()]
    start = "(args) => { globalThis.told = (TRAIN)(args); }".replace("TRAIN", TRAIN)
    for page in pages:
        page.evaluate(start, {"base": site.url, "options": {}})
    results = [page.evaluate("() => globalThis.told") for page in pages]
    assert results[0]["error"] is None
    assert results[0]["notices"] == []
    assert results == [results[0]] * 3
    assert len(site.page.evaluate(STORED)["files"]) == len(site.shards)


def test_a_full_storage_is_told_and_the_network_serves(site: Site) -> None:
    session = site.context.new_cdp_session(site.page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": site.url, "quotaSize": 20_000})
    result = site.train()
    assert result["error"] is None
    assert len(result["logs"]) == 1
    assert result["notices"] == ["cache: the browser's storage is full; loading from the network"]


# Puts VALUE under every key of the cache.
REPLACE = """() => new Promise((resolve, reject) => {
  const opening = indexedDB.open("bml");
  opening.onsuccess = () => {
    const db = opening.result;
    const change = db.transaction("files", "readwrite");
    const files = change.objectStore("files"), keys = files.getAllKeys();
    keys.onsuccess = () => keys.result.forEach((key) => files.put(VALUE, key));
    change.oncomplete = () => { db.close(); resolve(); };
    change.onabort = () => reject(change.error);
  };
})"""

FOREIGN = ["'text'", "5", "null", "({ length: 3 })", "[1, 2]", "new Date(0)", "new Blob(['x'])", "new ArrayBuffer(8)"]
FOREIGN += ["new Uint8Array(0)", "new Float64Array(3)", "new Map()"]


def test_entries_of_another_kind_are_fetched_again(site: Site) -> None:
    first = site.train()
    stored = site.page.evaluate(STORED)
    for value in FOREIGN:
        site.page.evaluate(REPLACE.replace("VALUE", value))
        assert (value, site.train()) == (value, first)
        assert site.page.evaluate(STORED) == stored


def test_a_database_of_another_form_is_told(site: Site) -> None:
    site.page.evaluate("""() => new Promise((resolve) => {
      const opening = indexedDB.open("bml", 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("other");
      opening.onsuccess = () => { opening.result.close(); resolve(); };
    })""")
    for _ in range(2):
        result = site.train()
        assert result["error"] is None
        (notice,) = result["notices"]
        assert notice.startswith("cache: IndexedDB is not available (")


def test_a_storage_that_fails_fails_nothing_where_its_reason_cannot_be_told(site: Site) -> None:
    site.page.route("**/parts-*.js", lambda route: route.abort())
    site.page.evaluate("() => { IDBFactory.prototype.open = () => { throw new Error('forbidden'); }; }")
    result = site.train(worker=False)
    assert result["error"] is None
    assert result["notices"] == ["cache: IndexedDB does not work; loading from the network"]


def test_storage_that_may_not_be_asked_for(site: Site) -> None:
    site.page.evaluate("""() => Object.defineProperty(globalThis, "indexedDB", {
      get() { throw new DOMException("The operation is insecure.", "SecurityError"); },
    })""")
    result = site.train(worker=False)
    assert result["error"] is None
    told = "cache: IndexedDB is not available (The operation is insecure.); loading from the network"
    assert result["notices"] == [told]


# A transaction that another tab keeps alive for ever, one request after the other; and a deletion that waits for a tab.
BUSY = """() => new Promise((resolve) => {
  const opening = indexedDB.open("bml");
  opening.onsuccess = () => {
    const store = opening.result.transaction("files", "readwrite").objectStore("files");
    const again = () => { store.get("nothing").onsuccess = again; resolve(); };
    again();
  };
})"""
DELETED = """() => new Promise((resolve) => {
  const opening = indexedDB.open("bml");
  opening.onsuccess = () => {
    globalThis.held = opening.result;
    indexedDB.deleteDatabase("bml").onblocked = resolve;
  };
})"""


@pytest.mark.parametrize("hold", [BUSY, DELETED], ids=["a transaction", "a deletion"])
def test_storage_that_another_tab_keeps_does_not_hold_a_program_up(site: Site, hold: str) -> None:
    first = site.train()
    other = site.open()
    other.evaluate(hold)
    result = site.train()
    assert (result["error"], result["logs"]) == (None, first["logs"])
    told = "cache: IndexedDB does not answer (another tab may keep it busy); loading from the network"
    assert result["notices"] == [told]
    other.close()
    assert site.train() == first


def test_a_storage_that_is_full_keeps_what_it_took(built: Path, tmp_path: Path, browser: Page) -> None:
    """One program has its data in the storage when another fills it up: the first goes on reading."""
    shutil.copytree(built, tmp_path / "one")
    file = tmp_path / "plane.py"
    file.write_text(PROGRAM.replace("SUM", "4").replace("default_rng(0)", "default_rng(1)"), encoding="utf-8")
    build_file(file, tmp_path / "two", "cpu")
    with serve(tmp_path) as server:
        one = Site(browser, f"{server.url}one/", tmp_path / "one")
        session = one.context.new_cdp_session(one.page)
        session.send("Storage.overrideQuotaForOrigin", {"origin": server.url, "quotaSize": 250_000})
        first = one.train()
        assert (first["error"], first["notices"]) == (None, [])
        stored = one.page.evaluate(STORED)["files"]
        one.page.goto(f"{server.url}two/manifest.json")
        two = one.page.evaluate(TRAIN, {"base": f"{server.url}two/", "options": {}})
        assert two["error"] is None
        assert two["notices"] == ["cache: the browser's storage is full; loading from the network"]
        assert stored.items() <= one.page.evaluate(STORED)["files"].items()
        assert len(one.page.evaluate(STORED)["files"]) < 4  # so a write has failed
        shutil.rmtree(one.folder / "data")
        one.page = one.open()
        assert one.train() == first
        one.context.close()


def test_a_disk_that_takes_nothing_is_told_for_what_it_is(site: Site) -> None:
    site.page.evaluate("""() => {
      const { put } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.put = function (...args) {
        if (this.name === "builds") return put.apply(this, args);
        throw new DOMException("Internal error committing transaction.", "UnknownError");
      };
    }""")
    result = site.train(worker=False)
    assert result["error"] is None
    (notice,) = result["notices"]
    assert notice == (
        "cache: the browser cannot use its storage (UnknownError: Internal error committing transaction.); "
        "the disk may be full or damaged; loading from the network"
    )


def test_tabs_that_begin_at_once_fetch_each_file_once(site: Site) -> None:
    fetched: list[str] = []
    site.context.on("request", lambda request: fetched.append(request.url))
    pages = [site.page, site.open(), site.open(), site.open()]
    for page in pages:
        page.evaluate(
            "(args) => { globalThis.told = (TRAIN)(args); }".replace("TRAIN", TRAIN),
            {"base": site.url, "options": {"worker": False}},
        )
    for page in pages:
        result = page.evaluate("() => globalThis.told")
        assert (result["error"], result["notices"]) == (None, [])
    data = sorted(url.removeprefix(site.url) for url in fetched if "/data/" in url)
    assert data == [f"data/{shard.name}" for shard in site.shards]


def test_forbidden_storage_is_told_and_the_program_runs(built: Path, browser: Page) -> None:
    """A sandboxed frame has an origin of its own kind, without IndexedDB."""
    headers = {**HEADERS, "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
    del headers["Content-Security-Policy"]
    context = browser.browser.new_context()
    with serve(built, headers=headers) as server:
        page = context.new_page()
        page.goto(f"{server.url}manifest.json")
        page.evaluate("""() => {
          const frame = document.body.appendChild(document.createElement("iframe"));
          frame.sandbox = "allow-scripts";
          frame.srcdoc = "<title>embedded</title>";
          return new Promise((resolve) => { frame.onload = () => resolve(); });
        }""")
        frame = page.frames[1]
        result = frame.evaluate(TRAIN, {"base": server.url, "options": {}})
    context.close()
    assert result["error"] is None
    assert len(result["logs"]) == 1
    (cache,) = result["notices"]
    assert cache.startswith("cache: IndexedDB is not available (")
    assert cache.endswith("); loading from the network")
