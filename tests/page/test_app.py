"""What an app answers once it is disposed or its worker has ended, and what it takes: in a worker and on the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bmlc.browser import Page as Browser
from bmlc.browser import serve

DISPOSED = "Error: This app was disposed. Call load() for a new one."
ENDED = (
    "WorkerEnded: The worker of this app ended: it crashed, ran out of memory, or was stopped from outside. "
    "Call load() for a new one."
)
QUESTIONS = ["twice", "train", "events", "memory", "getWeights", "setWeights", "report"]


@pytest.fixture
def page(browser: Browser, callers: Path) -> Iterator[Any]:
    context = browser.browser.new_context()
    with serve(callers, headers={}) as server:
        page = context.new_page()
        page.goto(f"{server.url}empty.html")
        yield page
        context.close()


def call(page: Any, name: str, options: object = None) -> Any:
    return page.evaluate("async ([name, options]) => (await import('/test.js'))[name](options)", [name, options])


@pytest.mark.parametrize("worker", [True, False], ids=["worker", "page"])
def test_after_dispose_everything_settles(page: Any, worker: bool) -> None:
    told = call(page, "disposed", {"worker": worker})
    gone = dict.fromkeys(QUESTIONS, DISPOSED)
    assert told == {
        "meanwhile": gone,
        "call": DISPOSED,
        "run": ["nothing", "stopped"],
        "disposals": ["nothing", "nothing"],
        "after": gone,
    }
    assert page.workers == []


@pytest.mark.parametrize("how", ["terminated by the page", "closed by itself"])
def test_a_worker_that_ends_is_noticed(page: Any, how: str) -> None:
    call(page, "begin")
    if how == "closed by itself":
        page.workers[0].evaluate("self.close()")
    else:
        page.evaluate("workers[0].terminate()")
    assert call(page, "bereft") == {
        "run": [ENDED, "failed"],
        "events": ENDED,
        "after": dict.fromkeys(QUESTIONS, ENDED),
        "disposal": "nothing",
    }


BOTH = pytest.mark.parametrize("worker", [True, False], ids=["worker", "page"])


@BOTH
def test_pictures(page: Any, worker: bool) -> None:
    faint, orange = [200, 100, 50, 128], [200, 100, 50]
    assert call(page, "pictures", {"worker": worker}) == {
        **dict.fromkeys(["blob", "file", "img", "bitmap", "data"], faint),
        "onBlack": [100, 50, 25],
        **dict.fromkeys(["canvas", "offscreen", "frame", "profile", "profileOfImg"], orange),
        "drawing": [255, 0, 0],
        "deep": [255, 51, 0],
        "grey": [124],
    }


NO_NUMBERS = "colours, image: expected numbers, nested arrays, an image or { shape, dtype, data }, received "
NO_PICTURE = "colours, image: expected a picture that this browser can read, received "
EMPTY = ": it has 0 pixels; wait until it has loaded."
FOREIGN = ': it shows pixels of another origin; serve them with CORS, and load them with crossorigin="anonymous".'
STRANGERS = {
    "div": f"{NO_NUMBERS}an HTMLDivElement.",
    "context": f"{NO_NUMBERS}a CanvasRenderingContext2D.",
    "node": f"{NO_NUMBERS}a Text.",
    "window": f"{NO_NUMBERS}a Window.",
    "function": f"{NO_NUMBERS}a function.",
    "null": f"{NO_NUMBERS}null.",
    "undefined": "colours: expected 1 input (image), received 1, of which undefined: image.",
    "svg": f"{NO_NUMBERS}an SVGImageElement.",
    "boxed": f"{NO_NUMBERS}a Number.",
    "tainted": f"{NO_PICTURE}an HTMLCanvasElement{FOREIGN}",
    "other": f"{NO_PICTURE}an HTMLImageElement{FOREIGN}",
    "empty": f"{NO_PICTURE}an HTMLCanvasElement{EMPTY}",
    "offscreen": f"{NO_PICTURE}an OffscreenCanvas{EMPTY}",
    "closed": f"{NO_PICTURE}an ImageBitmap{EMPTY}",
    "unloaded": f"{NO_PICTURE}an HTMLImageElement{EMPTY}",
    "video": f"{NO_PICTURE}an HTMLVideoElement{EMPTY}",
    "moved": f"{NO_PICTURE}an ImageData: its memory was transferred.",
    "text": f"{NO_PICTURE}a Blob: The source image could not be decoded.",
    "list": "colours, image: expected numbers in arrays of equal depth, received an ImageData at depth 1 ([0]).",
    "numbers": "twice, x: expected numbers, received an HTMLCanvasElement: "
    "annotate a parameter with bml.Image for pictures.",
    "none": "twice: expected 1 input (x), received 0.",
    "argument": "train: expected epochs of type int, received an HTMLBodyElement.",
    "arguments": "train: expected an object { epochs }, received a function.",
    "weights": "setWeights, dense/kernel: expected { shape, dtype, data } with a typed array as data, "
    "received an HTMLBodyElement.",
    "noWeights": "setWeights: expected { name: { shape, dtype, data } } as getWeights gives it, received undefined.",
    "samples": "report: expected samples to be a whole number from 0 on, received an HTMLBodyElement.",
}


@BOTH
def test_what_is_no_picture(page: Any, callers: Path, worker: bool) -> None:
    with serve(callers, headers={}) as other:
        told = call(page, "strangers", {"worker": worker, "foreign": f"{other.url}faint.png"})
    assert told == {name: f"TypeError: {message}" for name, message in STRANGERS.items()}


@BOTH
def test_objects_that_a_page_extends(page: Any, worker: bool) -> None:
    assert call(page, "extended", {"worker": worker}) == [2, [2, 4], "nothing", "nothing"]
