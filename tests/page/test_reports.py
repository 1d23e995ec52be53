"""What a script reports by itself: its log, its charts, its progress, at any rate. reports.js tells the program."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from program_page import Opener, ProgramPage

from bmlc.browser import Page as Browser
from bmlc.bundle.esbuild import Linker
from bmlc.bundle.options import BuildOptions
from bmlc.bundle.render import render

OVERFLOW = "() => document.documentElement.scrollWidth - innerWidth"
# How often the log changed, as an observer hears it: once for all changes of a frame.
COUNT_CHANGES = """(log) => {
  log.changes = 0;
  new MutationObserver(() => { log.changes++; }).observe(log, { childList: true });
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    work, out = tmp_path_factory.mktemp("work"), tmp_path_factory.mktemp("told")
    shutil.copy(Path(__file__).with_name("reports.js"), work / "told.js")
    Linker(work, out, BuildOptions(minify=True)).split({"told": "./told.js"}, ())
    page = render("index.html.j2", element="told", title="Told", description="Told", script="told.js")
    (out / "index.html").write_text(page, encoding="utf-8")
    return out


@pytest.fixture
def page(browser: Browser, folder: Path) -> Iterator[ProgramPage]:
    with ExitStack() as stack:
        yield Opener(browser, folder, stack)("index.html")


def tell(page: ProgramPage, story: str) -> None:
    page.wait("ready", "done")
    page.press_train(Story=story)
    page.wait("done")


def test_a_loop(page: ProgramPage) -> None:
    page.wait("ready")
    log = page.root.get_by_role("log", name="Log")
    assert log.count() == 0  # nothing was said yet
    tell(page, "loop")
    assert page.progress == "Finished"
    lines = log.inner_text().splitlines()
    assert lines[:3] == ["Nothing learned yet.", "  (two lines)", "step=0 loss=2.000 note=warm"]
    assert lines[-1].startswith("step=299 val_loss=")
    assert len(lines) == 2 + 303
    assert log.evaluate("(log) => log.scrollHeight - log.scrollTop - log.clientHeight") < 2
    # A chart for each number but the step, none for words and bools, and none for what was never a number.
    charts = page.root.locator("figure")
    assert [chart.split("\n")[0] for chart in charts.all_inner_texts()] == [
        "Loss by step",
        "Reward by step",
    ]
    loss = page.root.get_by_role("img", name="Loss by step: training ")
    assert loss.get_attribute("aria-label").endswith("training -0.0045, validation 0.0955")
    assert page.root.get_by_role("img", name="Reward by step: 59.67").is_visible()
    assert page.results.count() == 0
    assert page.problems == []


def test_what_does_not_grow_is_counted(page: ProgramPage) -> None:
    tell(page, "nested")
    assert page.root.get_by_role("img", name="Accuracy by report: 91.7%").is_visible()


def test_a_flood_of_lines(page: ProgramPage) -> None:
    tell(page, "slow")
    log = page.root.get_by_role("log", name="Log")
    assert log.get_attribute("aria-live") == "polite"
    assert log.inner_text().splitlines() == ["one", "two", "three"]
    log.evaluate(COUNT_CHANGES)
    tell(page, "flood")
    log.get_by_text("line 59999", exact=True).wait_for()
    assert log.locator("div").count() == 500
    assert log.locator("div").first.inner_text() == "line 59500"
    assert page.root.get_by_text("the last 500 of 60,000 lines").is_visible()
    assert log.evaluate("(log) => log.changes") < 1000
    assert log.get_attribute("aria-live") == "off"


def test_who_scrolled_up_reads_on(page: ProgramPage) -> None:
    page.wait("ready")
    page.press_train(Story="endless")
    log = page.root.get_by_role("log", name="Log")
    log.get_by_text('{"loss":0.02}').wait_for()  # the fiftieth
    log.evaluate("(log) => { log.scrollTop = 0; }")
    log.get_by_text('{"loss":0.01}').wait_for(state="attached")
    assert log.evaluate("(log) => log.scrollTop") == 0
    log.evaluate("(log) => { log.scrollTop = log.scrollHeight; }")
    log.get_by_text('{"loss":0.005}').wait_for()
    assert log.evaluate("(log) => log.scrollTop + log.clientHeight > log.scrollHeight - 40")


def test_progress_and_stopping(page: ProgramPage) -> None:
    page.wait("ready")
    page.press_train(Story="endless")
    page.root.locator(".progress > .figure").get_by_text("75 of 300").wait_for()
    bar = page.root.get_by_role("progressbar", name="Progress")
    assert bar.evaluate("(bar) => bar.value") == 0.25
    page.button("Stop").click()
    page.wait("done")
    assert page.progress == "Stopped"
    assert bar.evaluate("(bar) => bar.value") == 0.25
    assert page.button("Train more").is_enabled()


def test_a_script_that_fails_keeps_what_it_said(page: ProgramPage) -> None:
    page.wait("ready")
    page.press_train(Story="fails")
    page.button("Dismiss").wait_for()
    assert page.failure.startswith("the script gave up The weights of the last finished step are kept.")
    assert page.root.get_by_role("log").inner_text() == "loss=3"
    tell(page, "slow")
    assert page.root.get_by_role("log").inner_text().splitlines() == ["one", "two", "three"]


def test_a_loop_beside_a_fit_has_a_chart_of_its_own(page: ProgramPage) -> None:
    assert page.root.get_by_text("What the script logs or plots is drawn here.").is_visible()
    tell(page, "both")
    captions = page.root.locator("figcaption > span:first-child").all_inner_texts()
    assert captions == ["Loss by epoch", "Loss of the script, by epoch"]
    assert page.root.get_by_role("img", name="Loss by epoch: 1.000").is_visible()
    assert page.root.get_by_role("img", name="Loss of the script, by epoch: 0.3000").is_visible()
    tell(page, "nested")
    assert page.root.locator("figure").count() == 1


def test_what_a_script_returns(page: ProgramPage) -> None:
    returned = page.root.get_by_role("region", name="Returned")
    tell(page, "lengths")
    assert (page.progress, page.aside) == ("Finished", "")
    assert returned.get_by_text("300 values", exact=True).is_visible()
    assert returned.locator(".answer-list").inner_text() == ", ".join(map(str, range(300)))
    tell(page, "record")
    rows = [row.split("\t") for row in returned.locator("tr").all_inner_texts()]
    assert rows == [
        ["accuracy", "0.8750"],
        ["best", "float32[2] [0.2500, 1]"],
        ["rounds", "[1, 2]"],
        ["improved", "True"],
        ["stopped_at", "None"],
        ["by_class", "{0: 0.5000, 1: 1}"],
    ]
    for story, line in {"word": "Returned well", "none": "Returned []"}.items():
        tell(page, story)
        assert (page.aside, returned.count()) == (line, 0)
    tell(page, "nothing")
    assert (page.progress, page.aside, returned.count()) == ("Finished", "", 0)
    assert page.problems == []


def test_images_that_functions_give(page: ProgramPage) -> None:
    page.wait("ready")
    sketch = page.root.get_by_role("img", name="Sketch")
    # Drawn unasked, since it takes nothing and sets nothing; float32 has its white at 1.
    first = page.reads(sketch, lambda pixels: pixels[2][0] == 255)
    assert first[:3] == [[0, 0, 0, 255], [128, 128, 128, 255], [255, 255, 255, 255]]
    tell(page, "slow")
    again = page.reads(sketch, lambda pixels: pixels[3][0] > first[3][0])
    page.button("Redraw").click()
    page.reads(sketch, lambda pixels: pixels[3][0] > again[3][0])
    panel = page.root.get_by_role("region", name="Draw", exact=True)
    panel.get_by_label("Level").fill("12.5")
    panel.get_by_role("button", name="Run").click()
    page.reads(panel.get_by_role("img"), lambda pixels: pixels == [[12, 255, 1, 255], [0, 0, 0, 255]])
    assert page.root.get_by_text("untrained").locator("visible=true").count() == 0  # a run may train without a word
    assert page.problems == []


def test_numbers_are_typed_in_lists(page: ProgramPage) -> None:
    page.wait("ready")
    for name in ("Grids", "Codes"):
        assert page.root.get_by_role("region", name=name).count() == 0
    mix = page.root.get_by_role("region", name="Mix")
    mix.get_by_label("X", exact=True).fill("1, 2")
    mix.get_by_label("Weights").fill("0.5 -1;2")
    mix.get_by_label("K", exact=True).fill("3")
    mix.get_by_role("button", name="Run").click()
    invalid = "(input) => input.validationMessage"
    assert mix.get_by_label("X", exact=True).evaluate(invalid) == "Enter 3 numbers, with commas between."
    mix.get_by_label("X", exact=True).fill("1, 2, 1e-3")
    mix.get_by_role("button", name="Run").click()
    mix.get_by_text("[1,2,0.001]").wait_for()
    assert mix.locator(".answer-table td").all_inner_texts() == ["[1,2,0.001]", "[0.5,-1,2]", "3"]


def test_nothing_sticks_out(page: ProgramPage) -> None:
    tell(page, "loop")
    for width in (360, 820, 1024, 1920):
        page.page.set_viewport_size({"width": width, "height": 900})
        assert page.page.evaluate(OVERFLOW) == 0, width
