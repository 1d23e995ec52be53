"""Programs that scripts refuse, each with its whole message: `refused/*.test`, which `--update` writes again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ..case_files import Case, cases_of, hold_cases
from .compiled import compile_programs
from .programs import HERE, programs_of

FILES = sorted((HERE / "refused").glob("*.test"))
FEWEST = 70


def refusal(program: str, path: Path) -> str:
    """What the compiler says of the file's `main`; empty if it takes it."""
    path.write_text(program, encoding="utf-8")
    (main,) = (found for found in programs_of(path) if found.name == "main")
    compiled = compile_programs([main])
    assert not compiled.broken, compiled.broken[main.id]
    return compiled.refused.get(main.id, "")


def test_there_are_many_and_their_names_differ() -> None:
    names = [case.name for file in FILES for case in cases_of(file)]
    assert len(set(names)) == len(names) >= FEWEST


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_refused(file: Path, tmp_path: Path, golden: Callable[[Path, str], None]) -> None:
    def message(case: Case) -> str:
        said = refusal(case.program, tmp_path / "program.py")
        assert said, f"{case.name} compiled without an error"
        return said

    hold_cases(file, message, golden)
