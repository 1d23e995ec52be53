"""What a script reports by itself: its log, its charts, its progress, at any rate. reports.js tells the program."""

from __future__ import annotations

import re
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
# Colours of the light theme, as a canvas holds them: a mark where numbers ended, the first curves.
BAD = [179, 38, 30, 255]
CURVES = [[36, 86, 230, 255], [180, 84, 10, 255], [15, 122, 77, 255]]
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
    page = render("index.html.j2", element="bml-told", title="Told", description="Told", script="told.js", ahead=[])
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
    # A chart for each number but the step, none for words and bools.
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
    assert page.root.locator("figure").count() == 3  # another run of this script adds to what it plots
    page.button("Start over").click()
    page.wait("ready")
    assert page.root.locator("figure").count() == 0


def test_numbers_that_are_not_finite(page: ProgramPage) -> None:
    tell(page, "diverges")
    assert page.progress == "Training finished, but the loss has been inf since epoch 3, NaN since epoch 4"
    loss = page.root.get_by_role("img", name="Loss by epoch: ")
    assert (
        loss.get_attribute("aria-label")
        == "Loss by epoch: training NaN, validation NaN, inf since epoch 3, NaN since epoch 4"
    )
    assert page.text("figcaption .broken") == "inf since epoch 3, NaN since epoch 4"
    page.reads(loss.locator("canvas"), lambda pixels: BAD in pixels)  # the mark where it began
    tell(page, "infinite")
    assert page.progress.startswith("Finished")
    assert page.root.get_by_role("img", name="Best by step: inf").is_visible()
    page.button("Start over").click()
    page.wait("ready")
    tell(page, "infinite")
    assert page.progress == "Finished"  # an infinity of the script's own
    assert page.problems == []


def test_curves_with_an_x_of_their_own(page: ProgramPage) -> None:
    tell(page, "fitted")
    chart = page.root.get_by_role("img", name="Plot by x")
    assert chart.get_attribute("aria-label") == "Plot by x: Data, 4 points; Line, 2 points; Walk, 3 points"
    captions = [re.sub(r"\s+", " ", text) for text in page.root.locator("figcaption").all_inner_texts()]
    assert captions == ["Data, Line, Walk by x Data Line Walk", "Reward by step 2.000"]
    drawn = page.reads(chart.locator("canvas"), lambda pixels: all(colour in pixels for colour in CURVES))
    tell(page, "fitted")
    assert chart.get_attribute("aria-label") == "Plot by x: Data, 4 points; Line, 2 points; Walk, 3 points"
    page.reads(chart.locator("canvas"), lambda pixels: pixels == drawn)
    assert page.problems == []


def test_what_is_plotted_after_a_fit(page: ProgramPage) -> None:
    tell(page, "after")
    square = page.root.get_by_role("img", name="Square by report: 400.0")
    pixels = page.reads(square.locator("canvas"), lambda pixels: CURVES[0] in pixels)
    columns = {i % 1000 for i, pixel in enumerate(pixels) if pixel == CURVES[0]}
    assert len(columns) > 20  # a line, not a place


def test_notices_are_short_and_go_when_told(page: ProgramPage) -> None:
    page.wait("ready")
    top = "(page) => page.querySelector('main').getBoundingClientRect().top"
    before = page.root.evaluate(top)
    tell(page, "diverges")
    messages = page.root.get_by_role("region", name="Messages")
    notice = messages.get_by_role("status").get_by_role("listitem")
    assert notice.is_visible()
    assert page.root.evaluate(top) == before  # nothing moved
    assert len(notice.locator("summary").inner_text()) < 130
    notice.locator("summary").click()
    assert notice.inner_text().split()[-2:] == ["bad", "✕"]
    notice.get_by_role("button", name="Dismiss notice").press("Enter")
    assert messages.get_by_role("listitem").count() == 0
    tell(page, "diverges")
    assert messages.get_by_role("listitem").count() == 1  # of this run


def test_a_lost_device_takes_the_weights_along(page: ProgramPage) -> None:
    page.wait("ready")
    page.press_train(Story="lost")
    page.button("Dismiss").wait_for()
    assert "kept" not in page.failure
    assert page.failure.startswith("webgl: the device was lost. What was trained is lost with it")
    page.root.get_by_role("alert").get_by_role("button", name="Start over").click()
    page.wait("ready")
    assert (page.failure, page.button("Train").is_enabled()) == ("", True)


def test_an_error_goes_when_the_next_input_succeeds(page: ProgramPage) -> None:
    page.wait("ready")
    panel = page.root.get_by_role("region", name="Picky")
    panel.get_by_label("Level").fill("-1")
    panel.get_by_role("button", name="Run").click()
    page.button("Dismiss").wait_for()
    assert page.failure.startswith("picky: expected a level of at least 0, received -1.")
    panel.get_by_label("Level").fill("3")
    panel.get_by_role("button", name="Run").click()
    panel.get_by_text("9").wait_for()
    assert page.failure == ""
    page.press_train(Story="fails")
    page.button("Dismiss").wait_for()
    panel.get_by_label("Level").fill("4")
    panel.get_by_role("button", name="Run").click()
    panel.get_by_text("16").wait_for()
    assert page.failure.startswith("the script gave up")  # the run did not succeed meanwhile


def test_texts_are_no_markup(page: ProgramPage) -> None:
    tell(page, "markup")
    assert page.root.locator("b, i:not([aria-hidden]), img:not([role])").count() == 0
    assert "<b>loud</b>" in page.root.get_by_role("log").inner_text()
    assert "<i>name</i>" in page.root.locator("figcaption").first.inner_text()
    assert "<img src=x>" in page.notices
    assert page.problems == []


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
