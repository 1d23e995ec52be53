"""Builds the MNIST example, trains it in a headless browser where there is one, and says how to open its page."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bmlc.browser import find_browser
from bmlc.errors import UserError
from environment import ROOT
from train_in_browser import Progress, train_in_browser

BML = Path(sys.executable).with_name("bml")
NO_DATA = "BML304"  # a download that failed


def main() -> int:
    folder = _build("mnist_cnn")
    if folder is None:
        print("bml: MNIST can't be had here; building examples/digits_cnn.py instead, on 1,797 digits of scikit-learn")
        folder = _build("digits_cnn")
    if folder is None:
        return 1
    name = folder.relative_to(ROOT).as_posix()
    try:
        found = find_browser(install=True)
        print(f"bml: training {name} in {found.path}", flush=True)
        trained = train_in_browser(folder, Progress())
        print(f"\ntest accuracy {trained.accuracy:.2%}, trained on {trained.backend} ({trained.description})")
    except UserError as error:
        print(f"{error}\nbml: {name} is built all the same, and trains in any browser that opens it")
    print(f"\nOpen the page:  .venv/bin/bml serve {name}")
    return 0


def _build(example: str) -> Path | None:
    """The built folder, or `None` where the example's data can't be had; ends the demo where it does not build."""
    command = [str(BML), "build", f"examples/{example}.py"]
    done = subprocess.run(command, check=False, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    print(done.stderr, end="", file=sys.stderr)
    if done.returncode == 0:
        return ROOT / "dist" / example
    if f"error {NO_DATA}" in done.stderr:
        return None
    raise SystemExit(done.returncode)


if __name__ == "__main__":
    sys.exit(main())
