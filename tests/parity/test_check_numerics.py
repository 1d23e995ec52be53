"""--check-numerics: the same line, op and layer in Python, in Node and in a browser, and nothing left on the device."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bml.collect import collect
from bmlc.browser import launch, serve
from bmlc.bundle.build import build
from bmlc.bundle.options import BuildOptions
from bmlc.parity.node_host import find_node

PROGRAM = '''"""Square roots of what is sometimes negative."""
import numpy as np

import bml
from bml import layers

x = np.ones((48, 4), np.float32)
x[37] = -4.0
points = bml.Dataset.from_tensor_slices((x, x[:, :1]))
model = bml.Sequential([bml.Input((4,)), layers.Dense(3), layers.Dense(1)])
model.compile(optimizer=bml.optimizers.SGD(0.01), loss="mse")


@bml.function
def prepare(x, y):
    return bml.ops.sqrt(
        x + 1.0), y


@bml.function
def odds(p: float):
    return bml.ops.log(p / (1.0 - p))


@bml.script
def train(take: int = 3):
    model.fit(points.batch(16).take(take).map(prepare))


@bml.function
def held(p: float):
    def step(total, x):
        return total + bml.ops.sqrt(x), None

    roots, _ = bml.ops.scan(step, 0.0, bml.ops.stack([p + 2.0, p + 1.0, p, p]))
    low = bml.ops.while_loop(
        lambda y: y > 15.0, lambda y: y / (y - 20.0), p * 10.0)
    return bml.ops.cond(
        roots > 4.0, lambda: roots / (p - 1.0), lambda: low)
'''
LOOP = '''"""The same in a loop of one's own, which reads a loss only where it is asked to."""
import numpy as np

import bml

x = np.ones((48, 4), np.float32)
x[37] = -4.0
points = bml.Dataset.from_tensor_slices((x, x[:, :1]))
model = bml.Sequential([bml.Input((4,)), bml.layers.Dense(1)])


@bml.function
def loss(x, y):
    return bml.ops.mean((model(bml.ops.sqrt(x + 1.0)) - y) ** 2)


@bml.script
def train(report: bool = True, take: int = 3):
    optimizer = bml.optimizers.SGD(0.01)
    value = None
    for x, y in points.batch(16).take(take):
        value, gradients = bml.value_and_grad(loss)(x, y)
        optimizer.apply(gradients, model.trainable_variables)
        if report:
            bml.log(loss=value)
    return value
'''
MADE = "sqrt gave 4 NaN of 64 values (prepare)"
HELD = "variable sequential/dense/kernel holds 12 NaN of 12 values"

# Trains to the NaN and again with the weights that it left; then calls a function that has nothing to do with it.
SCENARIO = """async ({ entry, backend }) => {
  const { load } = await import(entry);
  const told = (promise) => Promise.resolve(promise).then(() => "ended", (error) => error.message);
  const app = await load({ backend, worker: false, cache: false });
  const results = { healthy: await told(app.train({ take: 2 })) };
  const weights = await app.getWeights();
  results.weights = Array.from(weights["sequential/dense/kernel"].data);
  const after = await app.memory();
  results.messages = [await told(app.train()), await told(app.train())];
  results.odds = [(await app.odds(0.5)).data[0], await told(app.odds(1)), await told(app.odds(Infinity))];
  results.held = [];
  for (const p of [0.5, -1, 2, 1]) results.held.push(await told(app.held(p)));
  await app.setWeights(weights);
  results.again = await told(app.train({ take: 2 }));
  const { liveTensors, liveBytes } = await app.memory();
  results.left = [liveTensors - after.liveTensors, liveBytes - after.liveBytes];
  await app.dispose();
  return results;
}"""


LOOP_SCENARIO = """async ({ entry, backend, report }) => {
  const { load } = await import(entry);
  const app = await load({ backend, worker: false, cache: false });
  await app.train({ report, take: 2 });
  const before = await app.memory();
  const message = await app.train({ report }).then(() => "ended", (error) => error.message);
  const after = await app.memory();
  await app.dispose();
  return { message, left: [after.liveTensors - before.liveTensors, after.liveBytes - before.liveBytes] };
}"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("numerics") / "roots.py"
    path.write_text(PROGRAM, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def loop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("numerics") / "loop.py"
    path.write_text(LOOP, encoding="utf-8")
    return path


def built(source: Path, name: str, checked: bool) -> Path:
    out = source.parent / name
    build(collect(source), out, BuildOptions(check_numerics=checked))
    return out


@pytest.fixture(scope="module")
def bundle(source: Path) -> Path:
    return built(source, "checked", checked=True)


@pytest.fixture(scope="module")
def plain(source: Path) -> Path:
    return built(source, "plain", checked=False)


@pytest.fixture(scope="module")
def page(bundle: Path) -> Iterator[Any]:
    with serve(bundle) as server, launch() as browser:
        browser.page.goto(server.url)
        yield browser.page


def in_node(bundle: Path, backend: str, scenario: str = SCENARIO, **options: object) -> dict[str, Any]:
    (entry,) = bundle.glob("*.js")
    argument = json.dumps({"entry": entry.as_uri(), "backend": backend, **options})
    script = f"console.log(JSON.stringify(await ({scenario})({argument})));"
    command = [find_node(), "--input-type=module", "-e", script]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    results: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return results


def hold(results: dict[str, Any]) -> None:
    assert results["healthy"] == results["again"] == "ended"
    assert results["messages"] == [f"BML406: roots.py:16: {MADE}", f"BML406: roots.py:11: {HELD}"]
    assert results["odds"] == [
        0,
        "BML406: roots.py:22: divide gave 1 infinite of 1 value (odds)",
        "BML406: roots.py:21: parameter p holds 1 infinite of 1 value",
    ]
    assert results["held"] == [
        "ended",
        "BML406: roots.py:33: sqrt gave 1 NaN of 1 value (step)",
        "BML406: roots.py:37: divide gave 1 infinite of 1 value (body)",
        "BML406: roots.py:39: divide gave 1 infinite of 1 value (then)",
    ]
    assert results["left"] == [0, 0]


@pytest.mark.parametrize("backend", ["cpu", "wasm"])
def test_in_node(bundle: Path, plain: Path, backend: str) -> None:
    results = in_node(bundle, backend)
    hold(results)
    trained = """async ({ entry, backend }) => {
      const app = await (await import(entry)).load({ backend, cache: false });
      await app.train({ take: 2 });
      return { weights: Array.from((await app.getWeights())["sequential/dense/kernel"].data) };
    }"""
    # Unfused kernels round differently.
    np.testing.assert_allclose(results["weights"], in_node(plain, backend, trained)["weights"], rtol=1e-5)


@pytest.mark.parametrize("backend", ["cpu", "wasm", "webgl", "webgpu"])
def test_in_a_browser(page: Any, backend: str) -> None:
    hold(page.evaluate(SCENARIO, {"entry": "./roots.js", "backend": backend}))


def test_in_a_worker(page: Any) -> None:
    """An error passes to the page's thread with its message."""
    message = page.evaluate(
        """async () => {
          const app = await (await import("./roots.js")).load({ backend: "wasm", cache: false });
          const message = await app.train().then(() => "ended", (error) => error.message);
          await app.dispose();
          return message;
        }"""
    )
    assert message == f"BML406: roots.py:16: {MADE}"


def in_python(source: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from bml.cli import main; main()", "run", str(source), *arguments]
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=environment)


def test_in_python(source: Path) -> None:
    done = in_python(source, "train", "--check-numerics")
    assert done.returncode == 1
    assert (
        done.stderr
        == f"""error BML406: {MADE}
  --> roots.py:16:12
   |
16 |     return bml.ops.sqrt(
   |            ^^^^^^^^^^^^^
17 |         x + 1.0), y
   |         ^^^^^^^^
   = hint: sqrt takes numbers that are not negative
"""
    )
    assert in_python(source, "train", "--take", "2", "--check-numerics").returncode == 0
    assert in_python(source, "train").returncode == 0


@pytest.mark.parametrize("report", [True, False])
def test_a_loop_of_ones_own(loop: Path, report: bool) -> None:
    """Without a report nothing is read of the step that fails, the last one: the end of the run waits for it."""
    bundle = built(loop, f"loop_{report}", checked=True)
    made = "sqrt gave 4 NaN of 64 values (loss)"
    for backend in ("cpu", "wasm"):
        results = in_node(bundle, backend, LOOP_SCENARIO, report=report)
        assert results == {"message": f"BML406: loop.py:14: {made}", "left": [0, 0]}
    done = in_python(loop, "train", "--check-numerics", *([] if report else ["--no-report"]))
    assert done.stderr.startswith(f"error BML406: {made}\n  --> loop.py:14:32\n")


def test_a_plain_build_knows_nothing_of_it(bundle: Path, plain: Path) -> None:
    def text(folder: Path) -> str:
        return "".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.js")))

    assert all(word in text(bundle) for word in ("NonFiniteCounts", "BML406"))
    assert not any(word in text(plain) for word in ("NonFiniteCounts", "BML406"))
    assert BuildOptions.of_bundle(bundle) == BuildOptions(check_numerics=True)
    assert "check_numerics" not in (plain / "manifest.json").read_text(encoding="utf-8")
