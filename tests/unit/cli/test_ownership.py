"""`bml inspect --ownership` from outside."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

PROGRAM = '''"""Halves."""

import bml


@bml.function
def half(x):
    return x * 0.5


@bml.script
def main(n: int = 3):
    x = half(n)
    for step in range(n):
        y = half(x)
        if float(y) < 0.1:
            break
        x = y
    return x
'''

SAID = """\
halves.py  main

    source                      alive  freed
12  def main(n: int = 3):
13      x = half(n)             x
14      for step in range(n):   x
15          y = half(x)         x, y
16          if float(y) < 0.1:  x, y   x
17              break           x      y
18          x = y               x
19      return x
"""


def inspect(folder: Path, *options: str) -> str:
    (folder / "halves.py").write_text(PROGRAM, encoding="utf-8")
    command = [
        sys.executable,
        "-c",
        "from bml.cli import main; main()",
        "inspect",
        "halves.py",
        "--ownership",
        *options,
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_beside_each_line_stands_what_it_holds_and_frees(tmp_path: Path) -> None:
    assert inspect(tmp_path) == SAID


def test_as_json(tmp_path: Path) -> None:
    (script,) = json.loads(inspect(tmp_path, "--format", "json"))["ownership"]
    assert script["script"] == "main"
    assert Path(script["file"]).name == "halves.py"
    assert script["lines"][4] == {
        "line": 16,
        "source": "        if float(y) < 0.1:",
        "alive": ["x", "y"],
        "freed": ["x"],
    }
