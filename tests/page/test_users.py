"""Programs as users write them, built as `bml build` does: in Chromium they print and return what they do in Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bml.cli.build import build_file
from bmlc.browser import Page as Browser
from bmlc.browser import Server, serve

from ..native_world import NativeWorld
from ..scripts.test_tensors import differing_lines, same_value

FILES = sorted((Path(__file__).parent / "users").glob("*.py"))
FEWEST = 20
SCRIPT = re.compile(r"^@bml\.script\ndef (\w+)", re.MULTILINE)

# A worker of its own for each program, as on a page. The second run tells whether the first one left tensors behind.
RUN = """async ({ entry, script }) => {
  const plain = (value) => {
    if (typeof value === "number") return Number.isFinite(value) ? value : `${value}`;
    if (typeof value !== "object" || value === null) return value ?? null;
    if (value instanceof Map) return { pairs: [...value].map(plain) };
    if (Array.isArray(value) || ArrayBuffer.isView(value)) return Array.from(value, plain);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  };
  const app = await (await import(entry)).load({ backend: "wasm" });
  const printed = [], live = [];
  const first = app[script]();
  for await (const event of first) if (event.type === "print" || event.type === "log") printed.push(event.text);
  const result = plain(await first);
  live.push((await app.memory()).liveTensors);
  await app[script]();
  live.push((await app.memory()).liveTensors);
  await app.dispose();
  return { backend: app.backend, printed, result, live };
}"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("users")


@pytest.fixture(scope="module")
def server(root: Path) -> Iterator[Server]:
    with serve(root) as server:
        yield server


@pytest.fixture(scope="module")
def page(browser: Browser, server: Server) -> Any:
    browser.page.set_default_timeout(0)  # a slow machine trains for as long as it takes
    browser.page.goto(server.url)
    return browser.page


def test_there_are_twenty() -> None:
    assert len(FILES) >= FEWEST


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_same_in_chromium_as_in_python(
    path: Path, root: Path, server: Server, page: Any, native_world: NativeWorld
) -> None:
    build_file(path, root / path.stem, "wasm")
    (script,) = SCRIPT.findall(path.read_text(encoding="utf-8"))
    expected = native_world.run(path, script)
    assert expected.error == ""
    received = page.evaluate(RUN, {"entry": f"{server.url}{path.stem}/{path.stem}.js", "script": camel(script)})
    assert received["backend"] == "wasm"
    assert differing_lines(expected.printed.splitlines(), received["printed"]) == []
    assert same_value(expected.result, received["result"]), (expected.result, received["result"])
    assert received["live"][0] == received["live"][1]


def camel(name: str) -> str:
    """The script's name on the page."""
    return re.sub(r"_(\w)", lambda found: found[1].upper(), name)
