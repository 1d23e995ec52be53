"""Widths, colours, keyboards and motion."""

from __future__ import annotations

import pytest
from program_page import Opener

OVERFLOW = "() => document.documentElement.scrollWidth - innerWidth"
SMALL = """(page) => [...page.querySelectorAll("button, select, input:not([type=file], [type=checkbox])")]
  .filter((control) => control.offsetParent && control.getBoundingClientRect().height < 44)
  .map((control) => control.outerHTML)"""
# Every text that a program gives, as one word without end.
LENGTHEN = """(page) => {
  const texts = "h1, header code, h2, .label, figcaption strong, .name, th, .progress > .figure";
  for (const text of page.querySelectorAll(texts)) text.textContent = "W".repeat(150);
}"""
GROUND = "(page) => getComputedStyle(page.getRootNode().host).backgroundColor"


def test_nothing_sticks_out_at_any_width(open_page: Opener) -> None:
    page = open_page()
    page.train()
    for width in (360, 560, 820, 1024, 1920):
        page.page.set_viewport_size({"width": width, "height": 900})
        assert page.page.evaluate(OVERFLOW) == 0, width
        assert page.root.evaluate(SMALL) == [], width
    page.root.evaluate(LENGTHEN)
    for width in (360, 820, 1920):
        page.page.set_viewport_size({"width": width, "height": 900})
        assert page.page.evaluate(OVERFLOW) == 0, width


def test_the_report_fits_a_phone_and_a_strict_policy(open_page: Opener) -> None:
    page = open_page("report.html", width=360)
    assert page.page.get_by_role("heading", name="Build report").is_visible()
    assert page.page.evaluate(OVERFLOW) == 0
    assert page.problems == []


@pytest.mark.parametrize(("scheme", "ground"), [("light", "rgb(246, 247, 249)"), ("dark", "rgb(15, 16, 19)")])
def test_the_system_chooses_the_colours(open_page: Opener, scheme: str, ground: str) -> None:
    page = open_page(color_scheme=scheme)
    assert page.root.evaluate(GROUND) == ground


def test_a_keyboard_is_enough(open_page: Opener) -> None:
    page = open_page()
    page.wait("ready")
    controls = [
        "epochs",
        "batchSize",
        "validate",
        "Train",
        "count",
        "note",
        "Run",
        "backend",
        "Drawing area",
        "Clear",
        "Upload",
        "value",
        "times",
        "Run",
    ]
    for control in controls:
        page.page.keyboard.press("Tab")
        assert (page.focused or "").startswith(control)
    page.field("Epochs").fill("1000")
    page.page.keyboard.press("Enter")
    page.root.get_by_text(" left").wait_for()
    page.page.keyboard.press("Enter")  # what has the focus goes with the field out of use: Pause has it now
    page.wait("paused")
    assert page.focused == "Resume"
    page.page.keyboard.press("Tab")
    page.page.keyboard.press("Enter")
    page.wait("done")
    assert page.focused == "Train more"


def test_less_motion_for_who_asks_for_it(open_page: Opener) -> None:
    page = open_page(reduced_motion="reduce")
    page.wait("ready")
    duration = "(bar) => getComputedStyle(bar, '::before').transitionDuration"
    assert page.root.locator(".bar").first.evaluate(duration) == "0s"
