"""The panels of the exported functions: a drawing pad, uploads, a form."""

from __future__ import annotations

import struct
import zlib

import numpy as np
from program_page import ACROSS, DOWN, RING, Opener

DRAWN = """<svg xmlns="http://www.w3.org/2000/svg" width="80" height="80" viewBox="0 0 80 80">
<rect x="36" y="10" width="8" height="60"/></svg>"""


def png(grey: np.ndarray) -> bytes:
    """A grey picture as a PNG file (ISO/IEC 15948: 8 bits a sample, no filter)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    height, width = grey.shape
    rows = b"".join(b"\0" + row.tobytes() for row in grey.astype(np.uint8))
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def test_drawings_before_and_after_a_training(open_page: Opener) -> None:
    page = open_page()
    page.wait("ready")
    page.draw(DOWN)
    page.root.get_by_text("% sure").wait_for()
    panel = page.root.get_by_role("region", name="Classify")
    assert panel.get_by_text("untrained").is_visible()
    page.train()
    page.says("down")  # asked again, of the trained model
    assert not panel.get_by_text("untrained").is_visible()
    page.draw(RING)
    page.says("ring")
    page.draw(ACROSS)
    page.says("across")
    page.button("Clear").click()
    page.root.get_by_text("nothing drawn yet").wait_for()
    assert page.problems == []


def test_drawings_while_a_training_is_on(open_page: Opener) -> None:
    page = open_page()
    page.train()
    page.press_train(Epochs=1000)
    page.wait("training")
    page.draw(RING)
    page.says("ring")
    page.card("Train").get_by_role("button", name="Pause").click()
    page.wait("paused")
    page.draw(ACROSS)
    page.says("across")
    page.card("Train").get_by_role("button", name="Stop").click()
    page.wait("done")


def test_a_finger_draws_and_does_not_scroll(open_page: Opener) -> None:
    page = open_page(width=360, has_touch=True, is_mobile=True)
    page.train()
    page.root.get_by_label("Drawing area").scroll_into_view_if_needed()
    before = page.page.evaluate("scrollY")
    page.draw_with_a_finger([(0.5, 0.2 + 0.06 * step) for step in range(11)])
    page.says("down")
    assert page.page.evaluate("scrollY") == before


def test_uploads(open_page: Opener) -> None:
    page = open_page()
    page.train()
    photo = np.full((300, 400), 230)  # dark ink on grey paper
    photo[60:240, 190:210] = 40
    page.upload("down.png", png(photo))
    page.says("down")
    page.upload("across.png", png(255 - photo.T))  # and the other way round
    page.says("across")
    page.upload("notes.png", b"no picture")
    page.button("Dismiss").wait_for()
    assert page.failure.startswith("“notes.png” is not an image that this browser can read.")
    page.button("Dismiss").click()
    page.upload("white.png", png(np.full((20, 20), 255)))
    page.button("Dismiss").wait_for()
    assert page.failure.startswith("“white.png” shows nothing that stands out from its background.")
    page.says("across")  # the one before stays


def test_a_form(open_page: Opener) -> None:
    page = open_page()
    page.wait("ready")
    page.field("Value").fill("1.5")
    page.field("Times").fill("4")
    page.field("Times").press("Enter")
    page.root.locator(".output td", has_text="6").wait_for()
    page.field("Times").fill("4.5")
    page.root.get_by_role("region", name="Scale").get_by_role("button", name="Run").click()
    assert page.field("Times").evaluate("field => field.validity.stepMismatch")
    assert page.problems == []


def test_the_pad_by_keyboard(open_page: Opener) -> None:
    page = open_page()
    page.train(Epochs=3)
    pad = page.root.get_by_label("Drawing area")
    assert "arrow keys" in pad.get_attribute("aria-description")
    pad.focus()
    keys = page.page.keyboard
    for key in [*["ArrowUp"] * 9, "Space", *["ArrowDown"] * 18, "Space"]:
        keys.press(key)
    assert page.root.get_by_text("Pen up").count() == 1
    page.says("down")
    for key in [*["ArrowUp"] * 9, *["ArrowRight"] * 30]:  # the edge holds the pen; up, it draws nothing
        keys.press(key)
    page.says("down")
    keys.press("Delete")
    page.root.get_by_text("nothing drawn yet").wait_for()
    for key in ["Space", *["ArrowLeft"] * 26, "Space"]:
        keys.press(key)
    page.says("across")
    keys.press("Tab")
    assert page.focused == "Clear"
    assert page.problems == []


def test_pictures_are_dropped_and_pasted(open_page: Opener) -> None:
    page = open_page()
    page.train(Epochs=3)
    photo = np.full((300, 400), 230)
    photo[60:240, 190:210] = 40
    page.give("drop", "down.png", png(photo))
    page.says("down")
    page.give("paste", "across.png", png(photo.T))
    page.says("across")
    page.upload("down.svg", DRAWN.encode(), "image/svg+xml")
    page.says("down")
    page.give("drop", "sizeless.svg", DRAWN.replace(' width="80" height="80"', "").encode(), "image/svg+xml")
    page.says("down")
    page.give("drop", "notes.txt", b"no picture", "text/plain")
    page.button("Dismiss").wait_for()
    assert page.failure.startswith("“notes.txt” is not an image that this browser can read.")
    page.give("paste", "across.png", png(photo.T))
    page.says("across")
    assert page.failure == ""
    mixed = DRAWN.replace(
        "</svg>", '<foreignObject width="9" height="9"/></svg>'
    )  # browsers draw it, but keep the pixels
    page.give("drop", "mixed.svg", mixed.encode(), "image/svg+xml")
    page.button("Dismiss").wait_for()
    assert page.failure.startswith("“mixed.svg” is not an image that this browser can read.")


def test_a_file_dragged_over_the_pad_does_not_replace_the_page(open_page: Opener) -> None:
    page = open_page()
    page.wait("ready")
    page.give("dragover", "down.png", b"")
    frame = page.root.locator(".pad-frame")
    assert frame.evaluate("(frame) => frame.classList.contains('drop')")
    page.give("dragleave", "down.png", b"")
    assert not frame.evaluate("(frame) => frame.classList.contains('drop')")
