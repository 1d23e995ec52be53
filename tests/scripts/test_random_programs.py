"""Random programs, by CPython and compiled in Node; those of odd seeds have classes, helpers and objects of the file.

`pytest tests/scripts/test_random_programs.py --programs 2000 --first-seed 50000` runs others, and more of them.
"""

from __future__ import annotations

import time
from itertools import count, islice
from pathlib import Path

import pytest

from .compiled import compile_programs, run_in_node
from .outcomes import Outcome, difference, run_in_python
from .programs import Program, function_of, load
from .random_programs.generator import random_program
from .random_programs.tree import RandomProgram

MOST_REFUSED = 0.02
SHRINKING_SECONDS = 60.0
TRIED_AT_ONCE = 8
RUN_AT_ONCE = 200
UNUSABLE = ("NameError", "UnboundLocalError", "SyntaxError", "TypeError", "AttributeError")


def write(programs: list[RandomProgram], folder: Path) -> list[Program]:
    """A file each."""
    written = []
    for number, program in enumerate(programs):
        path = folder / f"random{number}.py"
        path.write_text(program.text(), encoding="utf-8")
        written.append(Program(path, "main", program.text()))
    return written


def in_python(program: Program) -> Outcome:
    """What CPython makes of a file."""
    return run_in_python(function_of(program, load(program.path)))


def differences(programs: list[RandomProgram], folder: Path) -> tuple[list[str], dict[int, str]]:
    """How each program differs, and what refuses which of them."""
    folder.mkdir(parents=True)
    files = write(programs, folder)
    compiled = compile_programs(files)
    received = run_in_node(compiled.javascript, folder)
    found = [
        ""
        if file.id in compiled.refused
        else compiled.broken.get(file.id) or difference(in_python(file), received[file.id], file.source)
        for file in files
    ]
    return found, {i: compiled.refused[file.id] for i, file in enumerate(files) if file.id in compiled.refused}


def shrunk(program: RandomProgram, folder: Path) -> RandomProgram:
    """A smaller program that differs as well; CPython must still run it."""
    end = time.monotonic() + SHRINKING_SECONDS
    skipped = 0  # what was tried since the last success
    for round_ in count():
        candidates = list(islice(program.smaller(), skipped, skipped + TRIED_AT_ONCE))
        if not candidates or time.monotonic() > end:
            break
        room = folder / f"round{round_}"
        found, _ = differences(candidates, room)
        usable = (
            number
            for number, text in enumerate(found)
            if text and not in_python(Program(room / f"random{number}.py", "main", "")).error.startswith(UNUSABLE)
        )
        smaller = next(usable, None)
        if smaller is None:
            skipped += TRIED_AT_ONCE
        else:
            # The next to leave out stands where this one stood.
            program, skipped = candidates[smaller], skipped + smaller
    return program


def test_the_same_seed_gives_the_same_program() -> None:
    assert random_program(7).text() == random_program(7).text() != random_program(8).text()


def test_random_programs(pytestconfig: pytest.Config, summary: list[str], tmp_path: Path) -> None:
    count, first = pytestconfig.getoption("--programs"), pytestconfig.getoption("--first-seed")
    programs = [random_program(seed) for seed in range(first, first + count)]
    different: list[RandomProgram] = []
    refusals: list[str] = []
    for begin in range(0, count, RUN_AT_ONCE):
        some = programs[begin : begin + RUN_AT_ONCE]
        found, refused = differences(some, tmp_path / f"from{begin}")
        different += [program for program, text in zip(some, found, strict=True) if text]
        refusals += [f"seed {some[place].seed}: {message}" for place, message in refused.items()]
    share = len(refusals) / count
    summary.append(f"{count} random programs, {len(refusals)} of them refused ({share:.1%})")
    if different:
        smallest = shrunk(different[0], tmp_path / "smaller")
        again, _ = differences([smallest], tmp_path / "smallest")
        seeds = ", ".join(str(program.seed) for program in different)
        pytest.fail(
            f"{len(different)} differ (seeds {seeds}). The first:\n{again[0]}\n\n{smallest.text()}", pytrace=False
        )
    assert share <= MOST_REFUSED, "\n\n".join(refusals[:5])
