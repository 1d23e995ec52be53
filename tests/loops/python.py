"""A script's run in Python, on TensorFlow, as a user starts it: `bml run`."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["run_lines"]


def run_lines(path: Path, arguments: dict[str, Any]) -> list[str]:
    """What the script logs and prints, for arguments as JavaScript names them, without what `fit` says of itself."""
    return _run_lines(path, tuple(arguments.items()))


@cache  # Node's run and the browser's are held to the same lines
def _run_lines(path: Path, arguments: tuple[tuple[str, Any], ...]) -> list[str]:
    words = [word for name, value in arguments for word in (f"--{_dashed(name)}", str(value))]
    done = subprocess.run(
        [sys.executable, "-c", "from bml.cli.main import main; main()", "run", str(path), "train", *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    # A result is a number or a list.
    return [line for line in done.stdout.splitlines() if not re.match(r"Epoch \d|[\d\[]", line)]


def _dashed(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()
