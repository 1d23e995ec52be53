"""A script's reports on the page are what it says in Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from program_page import Opener, ProgramPage

from bml.cli.build import build_file
from bmlc.browser import Page as Browser

from ..native_world import NativeWorld

EVENTS = """async (page) => {
  const events = [];
  for await (const event of page.getRootNode().host.app.train({ count: 1 })) events.push(event);
  return events;
}"""
SHADES = """async (page) => {
  const { shape, dtype, data } = await page.getRootNode().host.app.shades();
  return { shape, dtype, data: Array.from(data) };
}"""
PROGRAM = Path(__file__).with_name("reporter.py")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_file(PROGRAM, tmp_path_factory.mktemp("built") / "reporter", "cpu").folder


@pytest.fixture
def page(browser: Browser, folder: Path) -> Iterator[ProgramPage]:
    with ExitStack() as stack:
        yield Opener(browser, folder, stack)("index.html")


def test_the_lines_are_pythons(page: ProgramPage, native_world: NativeWorld) -> None:
    page.train(Count=40)
    expected = native_world.run(PROGRAM, "train", {"count": 40}).printed.splitlines()
    assert len(expected) == 47
    assert page.root.get_by_role("log").inner_text().splitlines() == expected
    assert page.progress == "Finished"
    assert page.problems == []


def test_the_curves_lie_over_steps(page: ProgramPage) -> None:
    page.train()
    captions = [re.sub(r"\s+", " ", text) for text in page.root.locator("figcaption").all_inner_texts()]
    assert [caption.split(" by ")[0] for caption in captions] == [
        "Loss",
        "Reward",
        "Total",
        "Share",
        "One",
        "Other",
        "Fixed",
    ]
    assert [" by step " in caption for caption in captions] == [True] * 4 + [False] * 3
    assert captions[1].endswith(" 15.50")


def test_a_function_takes_numbers_from_fields(page: ProgramPage) -> None:
    page.wait("ready")
    scaled = page.root.get_by_role("region", name="Scaled")
    scaled.get_by_label("Values").fill("1, 2, 3.5")
    scaled.get_by_label("By").fill("2")
    scaled.get_by_role("button", name="Run").click()
    scaled.get_by_text("7").wait_for()
    assert scaled.locator(".answer-table td").all_inner_texts() == ["2", "4", "7"]


def test_a_function_gives_an_image(page: ProgramPage) -> None:
    page.wait("ready")
    given = page.root.evaluate(SHADES)
    assert given == {"shape": [1, 1, 3, 1], "dtype": "float32", "data": [0, pytest.approx(0.2), 1.5]}
    page.button("Redraw").click()
    page.reads(page.root.get_by_role("img", name="Shades"), lambda pixels: [red for red, *_ in pixels] == [0, 51, 255])
    assert page.root.get_by_text("untrained").locator("visible=true").count() == 0  # nothing in it learns
    assert page.problems == []


def test_the_events_come_in_the_scripts_order(page: ProgramPage) -> None:
    page.wait("ready")
    events = page.root.evaluate(EVENTS)
    assert [event["type"] for event in events] == [
        *("print", "log", "plot", "progress", "log", "print"),
        *("log", "log", "print", "print", "end"),
    ]
    _, first, plotted, progress, second, drawn, *_ = events
    assert first["logs"] == {"step": 0, "loss": first["loss"], "best": True, "note": "warm"}
    assert first["text"] == f"step=0 loss={first['loss']:.4g} best=True note=warm"
    assert first["elapsed"] >= 0
    assert (plotted["logs"], plotted["reward"]) == ({"step": 0, "reward": -4}, -4)
    assert (progress["done"], progress["total"], progress["logs"]) == (1, 1, {})
    assert second["text"] == f"step=1 total=123456 share=0.1562 val_loss={first['loss']:.4g}"
    assert drawn["text"].startswith("drawn ")


def test_curves_with_an_x_are_events(page: ProgramPage) -> None:
    page.wait("ready")
    events = page.root.evaluate(EVENTS.replace("app.train({ count: 1 })", "app.fitted()"))
    assert [event["logs"] for event in events if event["type"] == "plot"] == [
        {"x": [0, 1, 2], "data": [0, 2, 4], "style": "dots"},
        {"x": [0, 4], "line": [0.5, 8.5]},
        {"x": 0.5, "walk": 1, "note": "so far"},
    ]
    assert page.problems == []


def test_curves_of_another_length_than_x(page: ProgramPage, native_world: NativeWorld) -> None:
    page.wait("ready")
    page.press_train("Fitted", Places=2)
    page.button("Dismiss").wait_for()
    assert "bml.plot: expected as many numbers for data as for x, received 3 and 2." in page.failure
    in_python = native_world.run(PROGRAM, "fitted", {"places": 2}).error
    assert "plot expects as many numbers for data as for x, received 3 and 2" in in_python
