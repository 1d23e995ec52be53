"""Writes the generated texts and the golden files again."""

from __future__ import annotations

import subprocess
import sys

from environment import ROOT
from generated import generated_files

for path, text in generated_files().items():
    path.write_text(text, "utf-8")
tests = ["tests/golden", "tests/keras", "tests/scripts", "tests/unit"]
command = [sys.executable, "-m", "pytest", *tests, "-q", "-m", "golden", "--update"]
sys.exit(subprocess.run(command, check=False, cwd=ROOT).returncode)
