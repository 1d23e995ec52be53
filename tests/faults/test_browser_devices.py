"""Devices in Chromium that lack memory, refuse a buffer or go away: what is said, what is kept, what goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright")

from bml.cli.build import build_file
from bmlc.browser import Page, launch
from bmlc.browser.server import serve

BACKENDS = ("cpu", "wasm", "webgl", "webgpu")

PROGRAM = '''"""A plane, fitted."""

import numpy as np

import bml
from bml import layers

x = np.random.default_rng(0).random((512, 8), dtype=np.float32)
points = bml.Dataset.from_tensor_slices((x, (x.sum(1) > 4).astype(np.int32)))
model = bml.Sequential([bml.Input((8,)), layers.Dense(2, activation="softmax")])
model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy")


@bml.script
def train(batch_size: int = 128):
    model.fit(points.batch(batch_size))


@bml.function
def outer(values: bml.TensorSpec((None,))):
    return bml.ops.sum(bml.ops.square(values[:, None] - values[None, :]), axis=0)


@bml.function
def classify(point: bml.TensorSpec((None, 8))):
    return model(point)
'''

# Loads the program into `app`, and trains it.
LOAD = """async ({ base, backend, worker }) => {
  const { load } = await import(base + "plane.js");
  globalThis.app = await load({ backend, worker });
  if (app.backend !== backend) throw new Error(app.notices.join());
  await app.train();
  globalThis.weights = async () => Object.fromEntries(Object.entries(await app.getWeights())
    .filter(([name]) => name.includes("/dense/")).map(([name, { data }]) => [name, [...data]]));
  globalThis.failure = async (promise) => {
    try {
      await promise;
      return null;
    } catch ({ name, message }) {
      return { name, message };
    }
  };
}"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("plane") / "plane.py"
    file.write_text(PROGRAM, encoding="utf-8")
    build_file(file, file.with_name("out"), ",".join(BACKENDS))
    return file.with_name("out")


@pytest.fixture(scope="module")
def url(built: Path) -> Iterator[str]:
    with serve(built) as server:
        yield server.url


@pytest.fixture(scope="module")
def browser() -> Iterator[Page]:
    with launch() as page:
        yield page


def opened(page: Any, url: str, backend: str, worker: bool = False, before: str = "") -> None:
    page.goto(f"{url}manifest.json")
    if before:
        page.evaluate(before)
    page.evaluate(LOAD, {"base": url, "backend": backend, "worker": worker})


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_call_that_is_too_large_is_refused_and_the_app_goes_on(browser: Page, url: str, backend: str) -> None:
    page = browser.page
    opened(page, url, backend, worker=True)
    result = page.evaluate("""async () => {
      const large = new Float32Array(70_000), before = await weights();
      const answer = await app.classify(new Array(8).fill(0.5));
      const { liveTensors } = await app.memory();
      const errors = [];
      for (let i = 0; i < 3; i++) errors.push(await failure(app.outer(large)));
      const same = JSON.stringify(await weights()) === JSON.stringify(before);
      const again = await app.classify(new Array(8).fill(0.5));
      const leaked = (await app.memory()).liveTensors - liveTensors;
      const small = [...(await app.outer(Float32Array.of(1, 2, 4))).data];
      await app.train();
      const trained = JSON.stringify(await weights()) !== JSON.stringify(before);
      await app.dispose();
      return { errors, same, answers: [[...answer.data], [...again.data]], leaked, small, trained };
    }""")
    first = result["errors"][0]
    assert result["errors"] == [first] * 3
    assert first["name"] == "RangeError"
    assert first["message"].startswith(f"{backend}: ")
    assert "float32[70000, 70000] of 19,600,000,000 bytes" in first["message"] or backend == "cpu"
    assert first["message"].endswith(" Use a smaller batch, a smaller model or another backend. (plane.py:21)")
    assert result["same"]
    assert result["trained"]
    assert result["answers"][0] == result["answers"][1]
    assert result["small"] == [10, 5, 13]
    assert result["leaked"] == 0


# Once told what to `refuse`, the next buffer of that kind is asked for in a size that no device has room for.
REFUSE = """() => {
  const { createBuffer } = GPUDevice.prototype;
  GPUDevice.prototype.createBuffer = function (descriptor) {
    const kind = descriptor.mappedAtCreation ? "mapped" : "plain";
    if (globalThis.refuse !== kind) return createBuffer.call(this, descriptor);
    globalThis.refuse = "done";
    const buffer = createBuffer.call(this, { ...descriptor, size: 2 ** 44 });
    return Object.defineProperty(buffer, "size", { value: descriptor.size }); // as of one that there is no memory for
  };
}"""


@pytest.mark.parametrize("kind", ["plain", "mapped"])
def test_a_buffer_that_webgpu_refuses_costs_one_run(browser: Page, url: str, kind: str) -> None:
    page = browser.page
    opened(page, url, "webgpu", before=REFUSE)
    result = page.evaluate(
        """async (kind) => {
          const before = await weights(), { liveTensors } = await app.memory();
          globalThis.refuse = kind;
          const error = await failure(app.train({ batchSize: 100 }));
          const after = await weights(), leaked = (await app.memory()).liveTensors - liveTensors;
          const answer = await failure(app.classify(new Array(8).fill(0.5)));
          const again = await failure(app.train({ batchSize: 100 }));
          const trained = await weights();
          return { refuse, error, before, after, leaked, answer, again, trained };
        }""",
        kind,
    )
    assert result["refuse"] == "done"
    assert result["error"]["message"].startswith("webgpu: ")
    assert "Use a smaller batch, a smaller model or another backend." in result["error"]["message"]
    assert result["after"] == result["before"]
    assert result["leaked"] == 0
    assert result["answer"] is None
    assert result["again"] is None
    assert result["trained"] != result["before"]


@pytest.mark.parametrize("backend", ["webgl", "webgpu"])
def test_a_lost_device_is_told_for_good_with_what_is_lost(browser: Page, url: str, backend: str) -> None:
    page = browser.page
    opened(page, url, backend)
    page.evaluate("() => { globalThis.running = failure(app.train({ batchSize: 1 })); }")
    browser.browser.new_browser_cdp_session().send("Browser.crashGpuProcess")
    errors = page.evaluate("""async () => [await running, await failure(app.getWeights()),
      await failure(app.classify(new Array(8).fill(0.5))), await failure(app.train())]""")
    for error in errors:
        assert error["name"] == "BackendLost", error
        assert error["message"].startswith(f"{backend}: the device was lost (")
        assert "and with it the weights and all that was trained since the program was loaded" in error["message"]
        assert "Load the program again" in error["message"]
    page.evaluate("() => app.dispose()")
