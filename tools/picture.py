"""Takes the README's picture: the page of the MNIST example after it was trained, with a digit drawn on its pad.

Usage: .venv/bin/python tools/picture.py, after bml build examples/mnist_cnn.py
"""

from __future__ import annotations

from bmlc.browser import launch, serve
from environment import ROOT

FOLDER = ROOT / "dist" / "mnist_cnn"
PICTURE = ROOT / "docs" / "images" / "mnist_cnn.png"
# A seven, in parts of the pad's width and height.
STROKE = [(0.28, 0.26), (0.72, 0.26), (0.5, 0.8)]

with serve(FOLDER) as server, launch(viewport=(1280, 900)) as browser:
    page = browser.page
    page.set_default_timeout(600_000)
    page.goto(server.url)
    page.get_by_role("button", name="Train").click()
    page.get_by_role("region", name="Confusion matrix").wait_for()
    for notice in page.get_by_role("button", name="Dismiss notice").all()[::-1]:
        notice.click()
    pad = page.get_by_label("Drawing area")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in STROKE]
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point, steps=20)
    page.mouse.up()
    page.wait_for_timeout(1000)  # the bars move to the answer
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURE, full_page=True)
