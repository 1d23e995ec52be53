"""From the button to the results: training, its reins, its parameters."""

from __future__ import annotations

import re

from program_page import Opener


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
    assert page.root.locator(".sample").count() == 12
    loss, accuracy = page.root.locator("figcaption").all_inner_texts()
    assert re.fullmatch(r"Loss by epoch\s+training\s+[\d.e-]+\s+validation\s+[\d.e-]+", loss)
    assert re.fullmatch(r"Accuracy by epoch\s+training\s+[\d.]+%\s+validation\s+[\d.]+%", accuracy)
    assert page.root.locator(".plot canvas").count() == 2
    assert re.fullmatch(r"Memory \d+ kB in \d+ tensors", page.text(".facts > :last-child"))
    assert page.problems == []


def test_more_training_then_a_fresh_start(open_page: Opener) -> None:
    page = open_page()
    page.wait("ready")
    page.field("Epochs").press("Enter")
    page.wait("done")
    loss = page.text(".score p:nth-of-type(3)")
    page.train(Epochs=1)
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
    page.button("Pause").click()
    page.wait("paused")
    page.page.wait_for_timeout(300)  # the step that it was in
    held = page.progress
    page.page.wait_for_timeout(500)
    assert (page.progress, page.aside) == (held, "Paused")
    page.button("Resume").click()
    page.wait("training")
    page.root.get_by_text(" left").wait_for()
    assert page.progress != held
    page.button("Stop").click()
    page.wait("done")
    assert page.progress == "Stopped"


def test_stop_from_a_pause_measures_what_was_reached(open_page: Opener) -> None:
    page = open_page()
    page.wait("ready")
    page.press_train(Epochs=1000)
    page.root.get_by_text(re.compile(r"Epoch ([2-9]|\d\d+) of")).wait_for()
    page.button("Pause").click()
    page.button("Stop").click()
    page.wait("done")
    assert page.results.get_by_text("on 120 held-out examples").is_visible()
    assert 0 < page.root.locator("progress").evaluate("bar => bar.value") < 1


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
    page.press_train(Batch_size=0)
    page.button("Dismiss").wait_for()
    assert page.failure == (
        "batch: expected an integer of at least 1, received 0. (strokes.py:53) 53 | model.fit( "
        "No step was reported; the weights are as the last finished one left them. Restart Dismiss"
    )
    assert page.results.get_by_text("on 120 held-out examples").is_visible()
    page.train(Batch_size=32)
    assert page.failure == ""


def test_a_script_that_fits_several_times(open_page: Opener) -> None:
    page = open_page()
    page.wait("ready")
    page.pick("Script", "rounds")
    assert not page.field("Epochs").is_visible()
    page.train(Count=3)
    assert re.fullmatch(r"Returned [01]\.\d+", page.aside)
    assert page.results.get_by_text(
        "No data were held out: fit with validation_data to see how the model does on them."
    ).is_visible()
    assert re.search(r"training\s+[\d.e-]+\s+validation\s+–", page.root.locator("figcaption").first.inner_text())
