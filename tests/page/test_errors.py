"""A program that fails while it runs names its Python line: to the caller, on the page and in the console."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from program_page import Opener

from bml.cli.build import build_file
from bmlc.browser import Page as Browser
from bmlc.browser import serve

PROGRAM = '''\
"""Scripts that go wrong, each in its own way."""

import numpy as np

import bml

points = bml.Dataset.from_tensor_slices((np.zeros((8, 2), np.float32), np.zeros((8, 1), np.float32)))
model = bml.Sequential([bml.Input((2,)), bml.layers.Dense(1)])
model.compile(loss="mse")


@bml.script
def train(by: int = 0):
    epochs = 1
    model.fit(points.batch(4), epochs=epochs)
    return 8 // by


@bml.script
def lookup(key: str = "b"):
    table = {"a": 1}

    def find(name: str) -> int:
        return table[name]

    return find(key)


def halves(xs):
    for x in xs:
        yield 8 // x


class Table:
    def __init__(self):
        self.items = {"a": 1}

    def item(self, name):
        return self.items[name]


inverse = lambda x: 1 // x


def total(xs):
    return sum(halves(xs))


@bml.script
def in_a_method(key: str = "b"):
    table = Table()
    return table.item(key)


@bml.script
def in_a_lambda(x: int = 0):
    return inverse(x)


@bml.script
def in_a_generator(x: int = 0):
    return total([2, x])


@bml.function
def logarithm(features, target):
    return bml.ops.log(features - 1.0), target


@bml.script
def spoil(epochs: int = 1):
    model.fit(points.map(logarithm).batch(4), epochs=epochs)
'''
LINE = "    return 8 // by"
PLACE = {"file": "wrong.py", "line": PROGRAM.splitlines().index(LINE) + 1, "column": 5, "text": LINE}

# What arrives where the promise is awaited and where the events are, with the readable stack's head.
CATCH = """async ({ entry, worker }) => {
  const { load } = await import(entry);
  const app = await load({ backend: "cpu", worker });
  const told = ({ name, message, python, stack }) => ({ name, message, python, stack: stack.split("\\n").slice(0, 5) });
  const run = app.train();
  const caught = [await run.then(() => null, told)];
  try { for await (const event of app.train()); } catch (error) { caught.push(told(error)); }
  await app.dispose();
  return caught;
}"""


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wrong")
    (folder / "wrong.py").write_text(PROGRAM, encoding="utf-8")
    return build_file(folder / "wrong.py", folder / "wrong", "cpu", source_maps="full").folder


def check(caught: list[dict[str, Any]]) -> None:
    for error in caught:
        place = f"wrong.py:{PLACE['line']}"
        margin = " " * len(str(PLACE["line"]))
        assert error["python"] == PLACE
        assert error["message"].endswith(f" ({place})")
        assert error["stack"] == [
            f"{error['name']}: {error['message']}",
            f"{margin}--> {place}:5",
            f"{margin} |",
            f"{PLACE['line']} | {LINE}",
            f"{margin} |     ^",
        ]
    assert len(caught) == 2


@pytest.mark.parametrize("worker", [True, False], ids=["worker", "page"])
def test_in_the_browser(worker: bool, browser: Browser, wrong: Path) -> None:
    context = browser.browser.new_context()
    with serve(wrong) as server:
        page = context.new_page()
        page.goto(f"{server.url}manifest.json")
        check(page.evaluate(CATCH, {"entry": f"{server.url}wrong.js", "worker": worker}))
        context.close()


def test_in_node(wrong: Path) -> None:
    arguments = json.dumps({"entry": (wrong / "wrong.js").as_uri(), "worker": False})
    code = f"console.log(JSON.stringify(await ({CATCH})({arguments})))"
    command = ["node", "--input-type=module", "--eval", code]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    check(json.loads(done.stdout))


def caught_in_node(folder: Path, script: str) -> tuple[str, str, str]:
    """Name, message and stack of what ends `script`."""
    entry = json.dumps((folder / "wrong.js").as_uri())
    code = f"""
        const app = await (await import({entry})).load({{ backend: "cpu" }});
        const told = ({{ name, message, stack }}) => console.log(JSON.stringify([name, message, stack]));
        await app.{script}().then(null, told);
        await app.dispose();
    """
    command = ["node", "--input-type=module", "--eval", code]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    name, message, stack = json.loads(done.stdout)
    return name, message, stack


def line_of(text: str) -> int:
    return PROGRAM.splitlines().index(text) + 1


def test_the_lines_that_called_it(wrong: Path) -> None:
    name, message, stack = caught_in_node(wrong, "lookup")
    assert (name, message) == ("KeyError", f"'b' (wrong.py:{line_of('        return table[name]')})")
    assert f"\n  called from wrong.py:{line_of('    return find(key)')}: return find(key)\n" in stack


@pytest.mark.parametrize(
    ("script", "line", "callers"),
    [
        ("inAMethod", "        return self.items[name]", ["    return table.item(key)"]),
        ("inALambda", "inverse = lambda x: 1 // x", ["    return inverse(x)"]),
        ("inAGenerator", "        yield 8 // x", ["    return sum(halves(xs))", "    return total([2, x])"]),
    ],
)
def test_in_what_a_script_calls(wrong: Path, script: str, line: str, callers: list[str]) -> None:
    _, message, stack = caught_in_node(wrong, script)
    assert message.endswith(f" (wrong.py:{line_of(line)})")
    for caller in callers:
        assert f"\n  called from wrong.py:{line_of(caller)}: {caller.strip()}\n" in f"{stack}\n"


def test_numbers_that_are_not_finite(wrong: Path, tmp_path: Path) -> None:
    source = wrong.with_suffix(".py")
    checked = build_file(source, tmp_path / "wrong", "cpu", check_numerics=True, source_maps="full").folder
    name, message, stack = caught_in_node(checked, "spoil")
    line = "    return bml.ops.log(features - 1.0), target"
    fit = "    model.fit(points.map(logarithm).batch(4), epochs=epochs)"
    place = f"wrong.py:{line_of(line)}"
    assert (name, message) == ("NumericsError", f"BML406: {place}: log gave 8 NaN of 8 values (logarithm)")
    assert f"\n{line_of(line)} | {line}\n" in stack
    assert f"\n  called from wrong.py:{line_of(fit)}: {fit.strip()}\n" in stack


def test_on_the_page(open_page: Opener, wrong: Path) -> None:
    page = open_page("index.html", folder=wrong)
    page.wait("ready")
    page.press_train()
    page.root.locator(".failure").wait_for()
    place = f"wrong.py:{PLACE['line']}"
    assert f"ZeroDivisionError: integer division or modulo by zero ({place})" in page.failure
    assert f"{PLACE['line']} | {LINE.strip()}" in page.failure
    (told,) = page.problems
    assert f"--> {place}:5" in told
    assert LINE in told


def test_maps_are_fetched_for_an_error_only(browser: Browser, wrong: Path) -> None:
    asked: list[str] = []
    context = browser.browser.new_context()
    with serve(wrong, on_request=asked.append) as server:
        page = context.new_page()
        page.goto(f"{server.url}manifest.json")
        options = {"entry": f"{server.url}wrong.js", "worker": True}
        page.evaluate(CATCH.replace("app.train()", "app.train({ by: 2 })"), options)
        context.close()
    assert asked
    assert not [path for path in asked if path.endswith(".map")]


def test_a_missing_map_leaves_the_error_as_it_is(browser: Browser, wrong: Path, tmp_path: Path) -> None:
    for path in wrong.rglob("*"):
        target = tmp_path / path.relative_to(wrong)
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file() and path.suffix != ".map":
            target.write_bytes(path.read_bytes())
    context = browser.browser.new_context()
    with serve(tmp_path) as server:
        page = context.new_page()
        page.goto(f"{server.url}manifest.json")
        caught = page.evaluate(CATCH, {"entry": f"{server.url}wrong.js", "worker": True})
        context.close()
    for error in caught:
        assert "wrong.py" not in error["message"]
        assert error["message"] == "integer division or modulo by zero"
