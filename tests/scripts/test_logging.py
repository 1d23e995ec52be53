"""Python's `logging` in scripts: what a page cannot do is refused, times are those of the reader."""

import re
from pathlib import Path

import pytest

from bml.collect import collect
from bmlc.errors import UserError

from ..unit.scripts.ownership.node import run_scripts

FILE = """
import logging

import bml

{}
log = logging.getLogger("own")


@bml.script
def run():
    log.info("step %d", 3)
"""
REFUSED = {
    "logging.getLogger().setLevel(20)": "the logger own of a script has no handler",
    "logging.basicConfig(level=20, handlers=[logging.FileHandler({path!r}, delay=True)])": "no files and no File",
    'logging.basicConfig(level=20, format="%(lineno)d %(message)s")': r"received %\(lineno\)d",
    'logging.basicConfig(level=20, format="%(asctime)s", datefmt="%A")': r"received %\(asctime\)s with '%A'",
    'logging.basicConfig(level=20, format="{{message}}", style="{{")': r"formats of logging with %\(message\)s",
}


def file_with(folder: Path, line: str) -> Path:
    path = folder / "logs.py"
    line = line.format(path=str(folder / "log.txt"))
    path.write_text(FILE.format(line), encoding="utf-8")
    return path


@pytest.mark.parametrize("line", REFUSED)
def test_it_is_refused(line: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=REFUSED[line]):
        collect(file_with(tmp_path, line))


@pytest.mark.parametrize(
    ("given", "pattern"),
    [("", r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}"), (', datefmt="%d/%m/%Y %H%%"', r"\d\d/\d\d/20\d\d \d\d%")],
)
def test_the_time_is_that_of_the_page(given: str, pattern: str, tmp_path: Path) -> None:
    line = f'logging.basicConfig(level=20, format="%(asctime)s %(message)s"{given})'
    outcome = run_scripts([file_with(tmp_path, line)], tmp_path)["logs.run"]
    assert outcome.error == ""
    assert re.fullmatch(rf"{pattern} step 3", "\n".join(outcome.printed))
