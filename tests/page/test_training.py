"""From the button to the results: training, its reins, its parameters."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

from playwright.sync_api import Error
from program_page import Opener, ProgramPage


def test_a_training_from_the_button_to_the_results(open_page: Opener) -> None:
    page = open_page()
    page.wait("ready")
    assert page.progress == "Ready to train"
    page.train()
    assert page.progress == "Training finished"
    assert float(page.text(".score .big").rstrip("%")) >= 95
    assert re.fullmatch(
        r"test accuracy \d mistakes, loss [\d.e-]+",
        page.text(".score p:nth-of-type(2)") + " " + page.text(".score p:nth-of-type(3)"),
    )
    assert page.results.get_by_text("on 120 held-out examples").is_visible()
    assert page.root.locator(".per-class .name").all_inner_texts() == ["across", "down", "ring"]
    assert sum(map(int, page.root.locator(".confusion tbody td").all_inner_texts())) == 120
    kinds = [sample.get_attribute("class") for sample in page.root.locator(".sample").all()]
    assert len(kinds) == 12
    assert kinds == sorted(kinds, key=lambda kind: kind != "sample wrong")  # mistakes first
    loss, accuracy = page.root.locator("figcaption").all_inner_texts()
    assert re.fullmatch(r"Loss by epoch\s+training\s+[\d.e-]+\s+validation\s+[\d.e-]+", loss)
    assert re.fullmatch(r"Accuracy by epoch\s+training\s+[\d.]+%\s+validation\s+[\d.]+%", accuracy)
    assert page.root.locator(".plot canvas").count() == 2
    assert re.fullmatch(r"Memory \d+ kB in \d+ tensors", page.text(".facts > :last-child"))
    assert page.problems == []


# Whether the page would ask before it is left.
LEAVE = """() => !window.dispatchEvent(new Event("beforeunload", { cancelable: true }))"""


def at_the_left(page: ProgramPage) -> str:
    """What the legend of the first chart says of the curve's beginning."""
    page.root.locator(".u-over").first.hover(position={"x": 2, "y": 20})
    return page.text("figcaption >> nth=0")


def test_more_training_then_a_fresh_start(open_page: Opener) -> None:
    page = open_page()
    page.wait("ready")
    page.field("Epochs").press("Enter")
    page.wait("done")
    loss = page.text(".score p:nth-of-type(3)")
    first = at_the_left(page)
    page.train(Epochs=1)
    assert at_the_left(page) == first  # the curves go on
    assert page.text(".score p:nth-of-type(3)") != loss
    assert page.button("Train more").is_enabled()
    page.button("Start over").click()
    page.wait("ready")
    assert page.button("Train").is_enabled()
    assert page.button("Start over").is_disabled()
    assert page.results.get_by_text("After the training").is_visible()
    assert "–" in page.text("figcaption >> nth=0")


def test_pause_holds_and_resume_goes_on(open_page: Opener) -> None:
    page = open_page()
    page.wait("ready")
    page.press_train(Epochs=1000)
    page.root.get_by_text(" left").wait_for()
    page.card("Train").get_by_role("button", name="Pause").click()
    page.wait("paused")
    page.page.wait_for_timeout(300)  # the step that it was in
    held = page.progress
    page.page.wait_for_timeout(500)
    assert (page.progress, page.aside) == (held, "Paused")
    page.card("Train").get_by_role("button", name="Resume").click()
    page.wait("training")
    page.root.get_by_text(held, exact=True).wait_for(state="detached")
    page.root.get_by_text(" left").wait_for()
    page.card("Train").get_by_role("button", name="Stop").click()
    page.wait("done")
    assert page.progress == "Stopped"


def test_stop_from_a_pause_measures_what_was_reached(open_page: Opener) -> None:
    page = open_page()
    page.wait("ready")
    page.press_train(Epochs=1000)
    page.root.get_by_text(re.compile(r"Epoch ([2-9]|\d\d+) of")).wait_for()
    page.card("Train").get_by_role("button", name="Pause").click()
    page.card("Train").get_by_role("button", name="Stop").click()
    page.wait("done")
    assert page.results.get_by_text("on 120 held-out examples").is_visible()
    assert 0 < page.root.locator("progress").first.evaluate("bar => bar.value") < 1


def test_values_that_are_no_numbers_do_not_start(open_page: Opener) -> None:
    page = open_page()
    page.wait("ready")
    for value in ("", "1.5"):
        page.press_train(Epochs=value)
        assert page.field("Epochs").evaluate("field => field.validity.valid") is False
        assert page.phase == "ready"


def test_a_value_that_the_program_refuses(open_page: Opener) -> None:
    page = open_page()
    page.train()
    page.field("Batch size").evaluate("(field) => field.removeAttribute('min')")  # which the field would refuse itself
    page.press_train(Batch_size=0)
    page.button("Dismiss").wait_for()
    assert page.failure == (
        "batch: expected an integer of at least 1, received 0. (strokes.py:53) "
        "No step was reported; the weights are as the last finished one left them. Restart Dismiss"
    )
    assert page.results.get_by_text("on 120 held-out examples").is_visible()
    page.train(Batch_size=32)
    assert page.failure == ""


def test_a_script_that_fits_several_times(open_page: Opener) -> None:
    page = open_page()
    page.wait("ready")
    page.train("Rounds", Count=3)
    assert re.fullmatch(r"Returned [01]\.\d+", page.card("Rounds").locator(".progress > .figure").nth(1).inner_text())
    assert page.results.get_by_text(
        "No data were held out: fit with validation_data to see how the model does on them."
    ).is_visible()
    assert re.search(r"training\s+[\d.e-]+\s+validation\s+–", page.root.locator("figcaption").first.inner_text())


def test_each_script_has_its_card_and_leaves_the_others_curves(open_page: Opener) -> None:
    page = open_page()
    page.train(Epochs=1)
    assert page.card("Rounds").get_by_text("Not run yet").is_visible()
    assert page.card("Rounds").get_by_role("button", name="Stop").is_disabled()
    loss = page.text("figcaption >> nth=0")
    page.train("Rounds", Count=1)
    captions = [re.sub(r"\s+", " ", text) for text in page.root.locator("figcaption").all_inner_texts()]
    assert captions[0] == loss
    assert captions[1].startswith("Loss of Rounds, by epoch ")
    assert page.progress == "Training finished"
    page.press_train(Epochs=1000)
    page.wait("training")
    assert page.card("Rounds").get_by_role("button", name="Run").is_disabled()
    assert page.card("Rounds").get_by_role("button", name="Stop").is_disabled()
    page.card("Train").get_by_role("button", name="Stop").click()
    page.wait("done")


def test_fields_know_their_bounds(open_page: Opener) -> None:
    page = open_page()
    page.wait("ready")
    for label, values in {"Epochs": ("0", "-3"), "Batch size": ("0", "1e300", "")}.items():
        for value in values:
            page.press_train(**{label.replace(" ", "_"): value})
            assert page.field(label).evaluate("field => field.validity.valid") is False, (label, value)
            assert page.phase == "ready"
        page.field(label).fill("2")
    hint = page.root.locator(".hint:not(:empty)")
    page.field("Batch size").fill("480")
    assert hint.count() == 0
    page.field("Batch size").fill("481")
    assert hint.inner_text() == "More than the 480 examples: one batch holds them all."
    page.train(Epochs=1)  # which is no error


def test_a_worker_that_ends_takes_the_training_along(open_page: Opener) -> None:
    page = open_page()
    page.train(Epochs=1)
    page.press_train(Epochs=1000)
    page.wait("training")
    for worker in page.page.workers:
        with suppress(Error):  # it ends before it answers
            worker.evaluate("self.close()")
    page.root.locator(".failure").wait_for()
    assert page.failure.startswith("The worker of this app ended")
    assert "What was trained is lost with it" in page.failure
    page.root.locator(".failure").get_by_role("button", name="Start over").click()
    page.wait("loading", "ready")
    page.wait("ready")
    assert page.failure == ""
    assert page.button("Train").is_enabled()
    page.train(Epochs=1)


def test_leaving_while_a_training_is_on_asks_first(open_page: Opener) -> None:
    page = open_page()
    asked: list[str] = []

    def answer(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.train(Epochs=1)
    page.page.on("dialog", answer)
    assert page.page.evaluate(LEAVE) is False
    page.press_train(Epochs=1000)
    page.wait("training")
    page.page.close(run_before_unload=True)
    page.page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    page.card("Train").get_by_role("button", name="Pause").click()
    page.wait("paused")
    assert page.page.evaluate(LEAVE) is True
    page.card("Train").get_by_role("button", name="Stop").click()
    page.wait("done")
    assert page.page.evaluate(LEAVE) is False
