"""A bundle in Chromium whose connection ends: a training that is over needs none, and one that waits can be stopped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright")

from bml.cli.build import build_file
from bmlc.browser import Page, launch
from bmlc.browser.server import HEADERS, serve

CLOSING = {**HEADERS, "Connection": "close"}  # no connection outlives the server

PROGRAM = '''"""A plane, fitted."""

import numpy as np

import bml
from bml import layers

x = np.random.default_rng(0).random((400, 8), dtype=np.float32)
points = bml.Dataset.from_tensor_slices((x, (x.sum(1) > 4).astype(np.int32)))
model = bml.Sequential([bml.Input((8,)), layers.Dense(2, activation="softmax")])
model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy", metrics=["accuracy"])


@bml.script
def train():
    training, held_out = points.split(300)
    model.fit(training.batch(100), validation_data=held_out.batch(100))


@bml.function
def classify(point: bml.TensorSpec((8,))) -> bml.Probabilities(["low", "high"]):
    return model(point[None, :])[0]
'''

LOAD = """async (base) => {
  const { load } = await import(base + "plane.js");
  globalThis.app = await load({ backend: "cpu" });
}"""

# What of a trained program does not work: none of it was asked for before.
USE = """async () => {
  const wrong = {};
  const use = async (name, work) => {
    try {
      await work();
    } catch ({ message }) {
      wrong[name] = message;
    }
  };
  await use("classify", async () => {
    const { label } = await app.classify(new Array(8).fill(0.9));
    if (label !== "high" && label !== "low") throw new Error(label);
  });
  await use("report", () => app.report());
  await use("weights", async () => app.setWeights(await app.getWeights()));
  await use("train", () => app.train());
  await use("dispose", () => app.dispose());
  return wrong;
}"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("plane") / "plane.py"
    file.write_text(PROGRAM, encoding="utf-8")
    build_file(file, file.with_name("out"), "cpu")
    return file.with_name("out")


@pytest.fixture(scope="module")
def browser() -> Iterator[Page]:
    with launch() as page:
        yield page


def wait_until_quiet(page: Any, asked: list[str]) -> None:
    """Returns when nothing is asked for any more; a page's "networkidle" is of its first load alone."""
    before = -1
    while before != len(asked):
        before = len(asked)
        page.wait_for_timeout(1500)


def test_after_a_training_everything_works_offline(built: Path, browser: Page) -> None:
    page = browser.browser.new_context().new_page()
    with ExitStack() as online:
        asked: list[str] = []
        url = online.enter_context(serve(built, headers=CLOSING, on_request=asked.append)).url
        page.goto(f"{url}manifest.json")
        page.evaluate(LOAD, url)
        page.evaluate("() => app.train()")
        wait_until_quiet(page, asked)
    assert page.evaluate("(url) => fetch(url).then(() => true, () => false)", url) is False
    assert page.evaluate(USE) == {}
    page.context.close()


def test_a_page_shows_what_it_trained_offline(built: Path, browser: Page) -> None:
    page = browser.browser.new_context().new_page()
    with ExitStack() as online:
        asked: list[str] = []
        url = online.enter_context(serve(built, headers=CLOSING, on_request=asked.append)).url
        page.goto(url)
        page.locator('[data-phase="ready"]').wait_for()
        page.get_by_role("button", name="Train", exact=True).first.click()
        page.locator('[data-phase="done"]').wait_for()
        wait_until_quiet(page, asked)
    for _ in range(2):
        page.get_by_role("button", name="Train").first.click()
        page.locator('[data-phase="training"], [data-phase="measuring"], [data-phase="done"]').wait_for()
        page.locator('[data-phase="done"]').wait_for()
    assert page.locator(".failure").count() == 0
    page.context.close()


def test_stop_ends_a_download_that_stalls(built: Path, browser: Page) -> None:
    """The data does not come; Stop ends the run, and the next one asks for it anew."""
    page = browser.browser.new_context().new_page()
    stalled: list[Any] = []

    def stall(route: Any) -> None:
        stalled.append(route)  # and never answered

    page.route("**/data/*", stall)
    with serve(built) as server:
        page.goto(f"{server.url}manifest.json")
        page.evaluate(LOAD.replace('backend: "cpu"', 'backend: "cpu", worker: false'), server.url)
        page.evaluate("() => { globalThis.run = app.train(); globalThis.ended = run.then(() => 'ended'); }")
        page.wait_for_event("request", lambda request: "/data/" in request.url)
        with page.expect_event("requestfailed", lambda request: "/data/" in request.url):
            page.evaluate("() => run.stop()")
        assert page.evaluate("() => ended") == "ended"
        page.unroute("**/data/*")
        assert page.evaluate("() => app.train().then(() => 'trained')") == "trained"
        assert stalled
    page.context.close()
