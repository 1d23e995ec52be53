"""Programs that scripts refuse, each with its whole message: `refused/*.test`, which `--update` writes again.

[case unknown_name]
def main(rate: float = 0.1):
    return rat * 2
[out]
error BML202: rat is not defined
...
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .compiled import compile_programs
from .programs import HERE, programs_of

FILES = sorted((HERE / "refused").glob("*.test"))
CASE = re.compile(r"\[case (\w+)\]\n(.*?)(?:\[out\]\n.*?)?(?=\[case |\Z)", re.DOTALL)
FEWEST = 70


def cases(file: Path) -> Iterator[tuple[str, str]]:
    """The name and the program of each case."""
    for match in CASE.finditer(file.read_text(encoding="utf-8")):
        yield match[1], match[2].strip("\n") + "\n"


def refusal(program: str, path: Path) -> str:
    """What the compiler says of the file's `main`; empty if it takes it."""
    path.write_text(program, encoding="utf-8")
    (main,) = (found for found in programs_of(path) if found.name == "main")
    compiled = compile_programs([main])
    assert not compiled.broken, compiled.broken[main.id]
    return compiled.refused.get(main.id, "")


def test_there_are_many_and_their_names_differ() -> None:
    names = [name for file in FILES for name, _ in cases(file)]
    assert len(set(names)) == len(names) >= FEWEST


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_refused(file: Path, tmp_path: Path, golden: Callable[[Path, str], None]) -> None:
    messages = {name: refusal(program, tmp_path / "program.py") for name, program in cases(file)}
    assert not [name for name, message in messages.items() if not message], "compiled without an error"
    text = [f"[case {name}]\n{program}[out]\n{messages[name]}\n" for name, program in cases(file)]
    golden(file, "".join(text))
