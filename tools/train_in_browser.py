"""Trains a built folder in a headless browser, shows how it goes and prints what it reached.

Usage: .venv/bin/python tools/train_in_browser.py dist/mnist_cnn [--script train] [--backend wasm]
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bmlc.browser import find_browser, launch, serve
from bmlc.errors import UserError
from bmlc.kernels.backends import BACKENDS

__all__ = ["Trained", "train_in_browser"]

# The folder's own interface, as any page would call it. The events are told to Python as they come.
TRAIN = """async ({ entry, backend, script, options }) => {
  const { load } = await import(entry);
  const app = await load({ backend });
  try {
    for await (const event of app[script](options)) await globalThis.tellEvent(event);
    const { accuracy, loss } = await app.report({ samples: 0 });
    return { backend: app.backend, description: app.description, notices: app.notices, accuracy, loss };
  } finally {
    await app.dispose();
  }
}"""

Listener = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Trained:
    """What a run ended with; accuracy and loss are those of the validation data."""

    backend: str
    description: str
    notices: tuple[str, ...]
    accuracy: float
    loss: float


def train_in_browser(
    folder: Path,
    listener: Listener,
    *,
    backend: str = "wasm",
    script: str = "train",
    options: dict[str, Any] | None = None,
) -> Trained:
    """Serves `folder` with the headers that threads need, runs its script `script` and gives what it reached.

    Raises:
        UserError: BML402 and BML403 without a browser or Playwright.
    """
    with serve(folder) as server, launch() as browser:
        page = browser.page
        page.set_default_timeout(0)  # a slow machine trains for as long as it takes
        page.expose_function("tellEvent", listener)
        page.goto(server.url)
        entry = f"{server.url}{folder.name}.js"
        result = page.evaluate(TRAIN, {"entry": entry, "backend": backend, "script": script, "options": options or {}})
    return Trained(**{**result, "notices": tuple(result["notices"])})


class Progress:
    """Prints the end of each epoch, and every few seconds a line about its batches."""

    def __init__(self, seconds: float = 3.0) -> None:
        self._seconds = seconds
        self._last = time.monotonic()

    def __call__(self, event: dict[str, Any]) -> None:
        logs = "  ".join(f"{name} {value:.4f}" for name, value in event["logs"].items())
        if event["type"] == "epoch":
            print(f"epoch {event['epoch']}/{event['epochs']}  {logs}", flush=True)
        elif event["type"] == "batch" and time.monotonic() - self._last >= self._seconds:
            self._last = time.monotonic()
            left = f"{event['remaining'] / 1000:.0f} s left"
            print(f"epoch {event['epoch']}  batch {event['batch']}/{event['batches']}  {left}  {logs}", flush=True)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="train_in_browser.py")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--script", default="train")
    parser.add_argument("--backend", default="wasm", choices=BACKENDS)
    chosen = parser.parse_args(arguments)
    try:
        found = find_browser()
        print(f"bml: training in {found.path} (by {found.found_by})", flush=True)
        trained = train_in_browser(chosen.folder, Progress(), backend=chosen.backend, script=chosen.script)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    for notice in trained.notices:
        print(f"bml: {notice}")
    print(f"test accuracy {trained.accuracy:.2%}, trained on {trained.backend} ({trained.description})")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
