"""The process that runs files in Python: what it answers, and that a program that ends it is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ..native_world import NativeWorld, Outcome

PROGRAM = """
import os


def given(n):
    print("line", n)
    return {"a": (n, [0.5])}


def failing():
    print("before")
    raise KeyError("a")


def ending():
    os.write(2, b"last words")
    os._exit(3)


def endless():
    while True:
        pass
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "program.py"
    path.write_text(PROGRAM, encoding="utf-8")
    return path


@pytest.fixture
def world(tmp_path: Path) -> Iterator[NativeWorld]:
    world = NativeWorld(tmp_path / "log.txt")
    yield world
    world.close()


def test_what_it_answers(world: NativeWorld, program: Path) -> None:
    assert world.run(program, "given", {"n": 3}) == Outcome("line 3\n", {"pairs": [["a", [3, [0.5]]]]}, "")
    assert world.run(program, "failing") == Outcome("before\n", None, "KeyError: 'a'")


def test_a_program_that_ends_the_process(world: NativeWorld, program: Path) -> None:
    with pytest.raises(RuntimeError, match=r"(?s)ending of program\.py.* status 3:\n.*last words"):
        world.run(program, "ending")
    assert world.run(program, "given", {"n": 1}).printed == "line 1\n"


def test_a_program_without_an_end(world: NativeWorld, program: Path) -> None:
    world.run(program, "given", {"n": 1})
    with pytest.raises(RuntimeError, match=r"endless of program\.py.* did not end within 0\.5 s"):
        world.run(program, "endless", seconds=0.5)
