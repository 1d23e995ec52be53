"""The pieces of programs in the documentation: they compile, and print what stands beside them.

A block of Python that imports bml is a whole program, which `tests/unit/test_docs.py` builds. The other blocks of its
page go on from there: with `@bml.script` they are more of the file, else the body of a script. What a page shows of the
compiler itself stands in blocks of `py`.

    print(-7 // 2)  # -4
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ..native_world import NativeWorld
from .compiled import compile_programs, run_in_node
from .programs import Program

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SAID = re.compile(r"^ *print\(.*\)  # (.*)$", re.MULTILINE)
SCRIPT = re.compile(r"@bml\.script\n(?=def (\w+))")


@dataclass(frozen=True)
class Piece:
    """A block of a page with the program that it goes on from."""

    page: Path
    number: int
    program: str
    text: str

    @property
    def id(self) -> str:
        return f"{self.page.stem}-{self.number}"

    def write(self, folder: Path) -> Program:
        """The whole program in `folder`."""
        found = SCRIPT.search(self.text)
        name = found[1] if found else "piece"
        # Checked as it is written: without the decorator it is a plain function.
        body = SCRIPT.sub("", self.text) if found else f"def {name}():\n{textwrap.indent(self.text, '    ')}"
        path = folder / "program.py"
        path.write_text(f"{self.program}\n\n{body}", encoding="utf-8")
        return Program(path, name, body)


def pieces_of_pages() -> Iterator[Piece]:
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        program = ""
        for number, text in enumerate(BLOCK.findall(page.read_text("utf-8"))):
            if "import bml\n" in text:
                program = text
            else:
                yield Piece(page, number, program, text)


PIECES = [
    pytest.param(piece, id=piece.id, marks=[pytest.mark.data("mnist")] if "mnist()" in piece.program else [])
    for piece in pieces_of_pages()
]
SPEAKING = [param for param in PIECES if SAID.search(param.values[0].text)]


def compiled_piece(piece: Piece, folder: Path) -> tuple[Program, dict[str, str]]:
    program = piece.write(folder)
    compiled = compile_programs([program])
    assert not compiled.broken, compiled.broken[program.id]
    assert not compiled.refused, compiled.refused[program.id]
    return program, dict(compiled.javascript)


@pytest.mark.parametrize("piece", PIECES)
def test_a_piece_compiles(piece: Piece, tmp_path: Path) -> None:
    compiled_piece(piece, tmp_path)


@pytest.mark.parametrize("piece", SPEAKING)
def test_a_piece_prints_what_is_said(piece: Piece, tmp_path: Path, native_world: NativeWorld) -> None:
    program, javascript = compiled_piece(piece, tmp_path)
    said = "".join(f"{line}\n" for line in SAID.findall(piece.text))
    assert native_world.run(program.path, program.name).printed == said
    assert run_in_node(javascript, tmp_path)[program.id].printed == said
