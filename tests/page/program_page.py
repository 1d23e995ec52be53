"""A program's page, as a user sees and handles it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bmlc.browser import HEADERS, serve
from bmlc.browser import Page as Browser

__all__ = ["ACROSS", "DOWN", "RING", "Opener", "ProgramPage"]

Points = Sequence[tuple[float, float]]

# Strokes in parts of the pad's width and height.
ACROSS: Points = [(0.2, 0.5), (0.8, 0.5)]
DOWN: Points = [(0.5, 0.2), (0.5, 0.8)]
RING: Points = [
    (0.8, 0.5),
    (0.7, 0.7),
    (0.5, 0.8),
    (0.3, 0.7),
    (0.2, 0.5),
    (0.3, 0.3),
    (0.5, 0.2),
    (0.7, 0.3),
    (0.8, 0.5),
]

# The element with the focus, inside of the program's element; by its name, its text or its label.
FOCUSED = """() => {
  const focused = document.activeElement?.shadowRoot?.activeElement;
  return focused ? focused.name || focused.textContent || focused.getAttribute("aria-label") : null;
}"""

GIVE = """(pad, { event, name, content, kind }) => {
  const data = new DataTransfer();
  data.items.add(new File([Uint8Array.from(content)], name, { type: kind }));
  const options = { bubbles: true, composed: true, cancelable: true };
  const made = event === "paste" ? new ClipboardEvent("paste", { ...options, clipboardData: data })
    : new DragEvent(event, { ...options, dataTransfer: data });
  pad.dispatchEvent(made);
}"""

PIXELS = """(canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return Array.from({ length: data.length / 4 }, (_, i) => [...data.subarray(4 * i, 4 * i + 4)]);
}"""


class ProgramPage:
    """Args: `page` of Playwright; `index`, which of several elements in the document this is."""

    def __init__(self, page: Any, url: str | None = None, index: int = 0) -> None:
        self.page = page
        self.index = index
        self.problems: list[str] = []  # errors and broken policies, as the console tells them
        page.on("pageerror", lambda error: self.problems.append(error.message))
        page.on("console", lambda line: self.problems.append(line.text) if line.type == "error" else None)
        if url:
            page.goto(url)

    @property
    def root(self) -> Any:
        return self.page.locator(".page").nth(self.index)

    def wait(self, *phases: str, seconds: float = 30) -> None:
        """Until the page is in one of these phases. (The policy forbids what `wait_for_function` does.)"""
        wanted = self.page.locator(", ".join(f"[data-phase={phase}]" for phase in phases))
        self.root.and_(wanted).wait_for(timeout=1000 * seconds)

    @property
    def phase(self) -> str:
        return str(self.root.get_attribute("data-phase"))

    def button(self, name: str) -> Any:
        return self.root.get_by_role("button", name=name, exact=True)

    def field(self, label: str) -> Any:
        return self.root.get_by_label(label, exact=True)

    def pick(self, name: str, value: str) -> None:
        self.root.get_by_role("combobox", name=name).select_option(value)

    def choose(self, backend: str) -> None:
        self.pick("Backend", backend)
        self.wait("ready", "error", seconds=60)

    def card(self, script: str) -> Any:
        """Of a script, "Training" where there is one only."""
        return self.root.locator(f".training[aria-label={script}]")

    def press_train(self, script: str | None = None, **fields: object) -> None:
        card = self.card(script) if script else self.root.locator(".training").first
        for label, value in fields.items():
            card.get_by_label(label.replace("_", " "), exact=True).fill(str(value))
        card.locator("button.primary").click()

    def train(self, script: str | None = None, **fields: object) -> None:
        """Trains to the end, the results included."""
        self.wait("ready", "done")
        self.press_train(script, **fields)
        self.wait("training", "measuring", "done")
        self.wait("done")

    @property
    def progress(self) -> str:
        """The line above the bar, of the first script."""
        return self.text(".progress >> nth=0 >> .figure >> nth=0")

    @property
    def aside(self) -> str:
        """The line below the bar, of the first script."""
        return self.text(".progress >> nth=0 >> .figure >> nth=1")

    @property
    def failure(self) -> str:
        """The banner: what went wrong, and what to do."""
        return self.text("[role=alert]")

    @property
    def notices(self) -> str:
        return self.text(".notices")

    @property
    def results(self) -> Any:
        return self.root.get_by_role("region", name="Results")

    def text(self, selector: str) -> str:
        """What can be read there, on one line."""
        return " ".join(self.root.locator(selector).inner_text().split())

    def draw(self, *strokes: Points) -> None:
        """With the mouse, on an empty pad."""
        self.button("Clear").click()
        mouse = self.page.mouse
        for stroke in strokes:
            points = self._on_the_pad(stroke)
            mouse.move(*points[0])
            mouse.down()
            for point in points[1:]:
                mouse.move(*point, steps=4)
            mouse.up()

    def draw_with_a_finger(self, stroke: Points) -> None:
        touches = self.page.context.new_cdp_session(self.page)
        points = [[{"x": x, "y": y}] for x, y in self._on_the_pad(stroke)]
        touches.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points[0]})
        for point in points[1:]:
            touches.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": point})
        touches.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def upload(self, name: str, content: bytes, kind: str = "image/png") -> None:
        with self.page.expect_file_chooser() as chooser:
            self.button("Upload image").click()
        chooser.value.set_files({"name": name, "mimeType": kind, "buffer": content})

    def give(self, event: str, name: str, content: bytes, kind: str = "image/png") -> None:
        """Drops or pastes a file on the drawing area."""
        pad = self.root.get_by_label("Drawing area")
        pad.evaluate(GIVE, {"event": event, "name": name, "content": list(content), "kind": kind})

    def says(self, label: str) -> None:
        """Waits until the answer is this one."""
        self.root.locator(".answer strong", has_text=label).wait_for()

    def reads(self, canvas: Any, wanted: Callable[[Any], bool], seconds: float = 10) -> Any:
        """The pixels of a canvas, [red, green, blue, alpha] each, as soon as they are the wanted ones."""
        for _ in range(int(20 * seconds)):
            pixels = canvas.evaluate(PIXELS)
            if wanted(pixels):
                return pixels
            self.page.wait_for_timeout(50)
        raise AssertionError(f"expected other pixels than {pixels}")

    @property
    def focused(self) -> str | None:
        focused: str | None = self.page.evaluate(FOCUSED)
        return focused

    def _on_the_pad(self, stroke: Points) -> list[tuple[float, float]]:
        pad = self.root.get_by_label("Drawing area")
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        return [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]


@dataclass(frozen=True)
class Opener:
    """Opens pages: of the program that all tests share, or of another folder."""

    browser: Browser
    folder: Path
    stack: ExitStack

    def __call__(
        self,
        path: str = "wasm.html",
        *,
        folder: Path | None = None,
        headers: Any = HEADERS,
        width: int = 1280,
        on_request: Callable[[str], None] | None = None,
        **context: Any,
    ) -> ProgramPage:
        server = self.stack.enter_context(serve(folder or self.folder, headers=headers, on_request=on_request))
        opened = self.browser.browser.new_context(viewport={"width": width, "height": 900}, **context)
        self.stack.callback(opened.close)
        return ProgramPage(opened.new_page(), f"{server.url}{path}")
