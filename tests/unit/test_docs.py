"""The programs in the documentation build, and its links lead somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?!\w+:)([^)#]*)(?:#([^)]+))?\)")
INDENTED = re.compile(r"(?:^    .*\n)+", re.MULTILINE)
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)

# What else stands there is held by `tests/scripts/test_documentation.py`.
PROGRAMS = [
    pytest.param(text, id=page.stem, marks=[pytest.mark.data("mnist")] if "mnist()" in text else [])
    for page in PAGES
    for text in BLOCK.findall(page.read_text("utf-8"))
    if "import bml\n" in text
]


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_builds(program: str, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(program, "utf-8")
    command = [sys.executable, "-c", "from bml.cli import main; main()", "build", "program.py"]
    done = subprocess.run(command, check=False, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_table_of_ownership_is_one_that_the_command_prints() -> None:
    (table,) = (
        text for text in INDENTED.findall((ROOT / "docs" / "programs.md").read_text("utf-8")) if "freed" in text
    )
    held = (ROOT / "tests" / "unit" / "cli" / "test_ownership.py").read_text("utf-8")
    assert textwrap.dedent(table) in held


def anchor(heading: str) -> str:
    """What GitHub makes of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link, place in LINK.findall(page.read_text("utf-8")):
        target = page.parent / link if link else page
        assert target.exists(), link
        if place:
            assert place in map(anchor, HEADING.findall(target.read_text("utf-8"))), f"{link}#{place}"
