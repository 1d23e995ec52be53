"""Programs as trees of statements, so that a part can be left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias


@dataclass(frozen=True)
class Compound:
    """A statement with blocks: each a header (`if x:`, `else:`) and its statements."""

    parts: tuple[tuple[str, Block], ...]


Block: TypeAlias = tuple["str | Compound", ...]


@dataclass(frozen=True)
class RandomProgram:
    """The body of `main`, the seed that it came from, and what stands before it."""

    seed: int
    body: Block
    head: Block = ()

    def text(self) -> str:
        """The file."""
        imports = ["import math", "from dataclasses import dataclass, field", "from functools import partial", "", ""]
        return "\n".join([*imports, *_lines(self.head, 0), "", "", "def main():", *_lines(self.body, 1), ""])

    def smaller(self) -> Iterator[RandomProgram]:
        """This program with one statement less, or with a block in the place of its statement."""
        for body in _smaller(self.body):
            program = replace(self, body=body)
            if body and program._is_python():
                yield program
        for head in _smaller(self.head):
            program = replace(self, head=head)
            if program._is_python():
                yield program

    def _is_python(self) -> bool:
        """Whether it can be parsed: `break` may have lost its loop."""
        try:
            compile(self.text(), "program.py", "exec")
        except SyntaxError:
            return False
        return True


def _lines(block: Block, depth: int) -> Iterator[str]:
    indent = "    " * depth
    for statement in block:
        if isinstance(statement, str):
            yield indent + statement
            continue
        for header, body in statement.parts:
            yield indent + header
            yield from _lines(body, depth + 1)


def _smaller(block: Block) -> Iterator[Block]:
    for i, statement in enumerate(block):
        before, after = block[:i], block[i + 1 :]
        yield before + after
        if isinstance(statement, str):
            continue
        for j, (header, body) in enumerate(statement.parts):
            yield before + body + after
            for smaller in _smaller(body):
                part = (header, smaller or ("pass",))
                yield (*before, Compound((*statement.parts[:j], part, *statement.parts[j + 1 :])), *after)
