"""What a hand draws is read by a model that was trained on `bml.datasets.digits()`."""

from __future__ import annotations

from pathlib import Path

from digit_strokes import DIGITS
from program_page import Opener

from bml.cli.build import build_file

READ = """async (page, image) => (await page.getRootNode().host.app.classify(image)).label"""
# What the pad handed on last, as the page shows it.
SEEN = """(canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const grey = Array.from({ length: canvas.width * canvas.height }, (_, i) => data[4 * i]);
  const row = (y) => grey.slice(y * canvas.width, (y + 1) * canvas.width);
  return Array.from({ length: canvas.height }, (_, y) => row(y).map((value) => [value]));
}"""


def test_drawn_digits_are_read(open_page: Opener, examples: Path, tmp_path: Path) -> None:
    folder = build_file(examples / "digits_cnn.py", tmp_path / "digits_cnn", "wasm").folder
    page = open_page("index.html", folder=folder)
    page.train()
    read = []
    for strokes in DIGITS:
        page.draw(*strokes)
        read.append(page.root.evaluate(READ, page.root.locator(".seen").evaluate(SEEN)))
    right = sum(label == str(digit) for digit, label in enumerate(read))
    assert right >= 9, read
