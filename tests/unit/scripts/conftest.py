"""A file of the user with one script, for tests of what a script may be."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def script_file(tmp_path: Path) -> Callable[[str], Path]:
    """Write a script `main` with this body, or a whole file that defines `main`."""

    def write(text: str) -> Path:
        text = textwrap.dedent(text).strip("\n") + "\n"
        if "def main" not in text:
            text = "def main(n: int = 3, x: float = 0.5):\n" + textwrap.indent(text, "    ")
        path = tmp_path / "program.py"
        path.write_text(text, encoding="utf-8")
        return path

    return write
