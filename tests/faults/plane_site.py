"""A small program, built and served, and a page that trains it and tells how it went."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bml.cli.build import build_file
from bmlc.browser import Page

PROGRAM = '''"""A plane, fitted."""

import numpy as np

import bml
from bml import layers

x = np.random.default_rng(0).random((4000, 8), dtype=np.float32)
points = bml.Dataset.from_tensor_slices((x, (x.sum(1) > SUM).astype(np.int32)))
model = bml.Sequential([bml.Input((8,)), layers.Dense(2, activation="softmax")])
model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy", metrics=["accuracy"])


@bml.script
def train(epochs: int = 1):
    model.fit(points.batch(500), epochs=epochs)
'''

# Loads the program, trains it, and tells how it went.
TRAIN = """async ({ base, options }) => {
  const { load } = await import(base + "plane.js");
  const app = await load({ backend: "cpu", ...options });
  const logs = [];
  let error = null;
  try {
    for await (const event of app.train()) if (event.type === "epoch") logs.push(event.logs);
  } catch ({ name, message }) {
    error = { name, message };
  }
  // Writing to the cache does not hold up a training: give it a moment before the worker goes.
  await new Promise((resolve) => setTimeout(resolve, 300));
  await app.dispose();
  return { logs, error, notices: app.notices };
}"""


def build_plane(folder: Path, total: int) -> Path:
    file = folder / "plane.py"
    file.write_text(PROGRAM.replace("SUM", str(total)), encoding="utf-8")
    build_file(file, folder / "out", "cpu")
    return folder / "out"


class Site:
    """A copy of the bundle on a server of its own, and a page of that origin: nothing is stored there yet."""

    def __init__(self, browser: Page, url: str, folder: Path) -> None:
        self.folder, self.url = folder, url
        self.context = browser.browser.new_context()
        self.page = self.open()
        self.shards = sorted((folder / "data").iterdir())

    def open(self) -> Any:
        page = self.context.new_page()
        page.goto(f"{self.url}manifest.json")
        return page

    def train(self, page: Any = None, **options: bool) -> dict[str, Any]:
        result: dict[str, Any] = (page or self.page).evaluate(TRAIN, {"base": self.url, "options": options})
        return result
