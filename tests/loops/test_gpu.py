"""Loops of one's own on WebGL and WebGPU, a few small steps: what they log, and that they leave nothing behind."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright")

from chromium import InChromium, open_in_chromium
from examples import Loop
from lines import assert_equal_lines

from bml import __version__
from bml.collect import collect
from bmlc.browser import Page, launch
from bmlc.bundle.build import build
from bmlc.program import Program

from .conftest import PythonLines

GPU = True
_EXAMPLES = 24  # of each data set: in software a step takes a tenth of a second and more
_ARGUMENTS: dict[str, dict[str, Any]] = {
    "custom_loop": {"epochs": 1, "batchSize": 4, "accumulate": 2},
    "mnist_gan": {"steps": 2, "batchSize": 4, "logEvery": 1},
    "cart_pole": {"episodes": 4, "batch": 2},
    "fine_tuning": {"pretraining": 1, "epochs": 1, "batchSize": 8},
}
_LONG = {"epochs": 1000, "steps": 1000, "episodes": 1000}


@pytest.fixture(scope="module")
def gpu_browser() -> Iterator[Page]:
    with launch(software_gpu=True) as browser:
        yield browser


@pytest.fixture(scope="module")
def small(loop: Loop, tmp_path_factory: pytest.TempPathFactory) -> tuple[Program, Path]:
    """The example on the first examples of its data, and where it was built."""
    folder = tmp_path_factory.mktemp("gpu")
    source = folder / f"{loop.name}.py"
    taken = rf"(each.take({_EXAMPLES}) for each in \g<0>)"
    source.write_text(re.sub(r"bml\.datasets\.\w+\(\)", taken, loop.path.read_text("utf-8")), "utf-8")
    program = collect(source)
    build(program, folder / loop.name, bml_version=__version__)
    return program, folder / loop.name


@pytest.mark.parametrize("backend", ["webgl", "webgpu"])
def test_a_few_steps(
    loop: Loop, small: tuple[Program, Path], gpu_browser: Page, backend: str, python_lines: PythonLines
) -> None:
    program, bundle = small
    arguments = _ARGUMENTS[loop.name]
    with open_in_chromium(gpu_browser, bundle, backend) as session:
        constants = session.memory()["liveTensors"]  # variables get their first values when a run begins
        run = session.run("train", args=arguments)
        # GPUs reassociate sums and approximate exp and log to some units in the last place, which so few steps do not
        # grow: the lines are as close as those of the other backends.
        assert_equal_lines(run.lines(), python_lines(program.source, arguments))
        made = sum(len(making.variables) for making in program.makings.values())  # by the run, and gone with it
        left = constants + len(program.variables) - made - loop.shared
        assert run.memory["liveTensors"] == left

        reason, _ = session.stopped(
            "train", {name: _LONG.get(name, value) for name, value in arguments.items()}, after=30
        )
        assert reason == "stopped"
        expected = {left, left + loop.shared}
        assert _settled(session, expected) in expected
    assert gpu_browser.problems == []


def _settled(session: InChromium, expected: set[int]) -> int:
    """Live tensors once what was being read at the stop has arrived: a device keeps that until then."""
    deadline = time.monotonic() + 10
    while (live := session.memory()["liveTensors"]) not in expected and time.monotonic() < deadline:
        time.sleep(0.05)
    return live
