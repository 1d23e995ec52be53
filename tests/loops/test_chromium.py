"""Loops of one's own in Chromium, in a worker, as a page runs them: what they log, and what they reach."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright")

from chromium import InChromium, open_in_chromium
from examples import Loop
from lines import assert_equal_lines

from bmlc.browser import Page, launch

from .conftest import PythonLines


@pytest.fixture(scope="module")
def browser() -> Iterator[Page]:
    with launch() as browser:
        yield browser


@pytest.fixture
def chromium(browser: Page, bundle: Path) -> Iterator[InChromium]:
    with open_in_chromium(browser, bundle) as opened:
        yield opened


def test_logs_are_those_of_python(loop: Loop, chromium: InChromium, python_lines: PythonLines) -> None:
    assert_equal_lines(
        chromium.run("train", args=loop.compared).lines(), python_lines(loop.path, loop.compared), loop.lines
    )


def test_a_whole_training_reaches_its_bound(loop: Loop, chromium: InChromium) -> None:
    untrained = loop.outcome(chromium, chromium.run("train", args=loop.idle))
    trained = loop.outcome(chromium, chromium.run("train", args=loop.trained))
    assert untrained <= loop.untrained < loop.bound <= trained


def test_a_stopped_run_leaves_nothing(loop: Loop, chromium: InChromium) -> None:
    whole = chromium.run("train", args=loop.brief or loop.compared)
    for after in (0, 50, 300):
        reason, memory = chromium.stopped("train", loop.stopped or loop.compared, after)
        assert reason == "stopped"
        assert memory["liveTensors"] in (whole.memory["liveTensors"], whole.memory["liveTensors"] + loop.shared)
