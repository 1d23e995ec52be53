"""What an entry of the catalogue is, and how its message comes about: by the real command, in a folder of its own."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bml.cli.main import app

__all__ = ["Example", "message_of"]

MAIN = "from bml.cli.main import main; main()"


@dataclass(frozen=True)
class Example:
    """An error's entry in the catalogue.

    Args:
        code: The error.
        meaning: What it means, in Markdown.
        mending: What to do, in Markdown.
        program: `program.py`, which has the error.
        fix: Texts of the program and what to write instead; the program then has no error.
        command: What the user typed.
        arrange: Makes the circumstances in the folder, which last until the stack is closed: other files, variables of
            the environment.
    """

    code: str
    meaning: str
    mending: str
    program: str = ""
    fix: Mapping[str, str] = field(default_factory=dict)
    command: str = "bml build program.py"
    arrange: Callable[[Path, pytest.MonkeyPatch, ExitStack], None] | None = None

    @property
    def mended(self) -> str:
        program = self.program
        for wrong, right in self.fix.items():
            assert program.count(wrong) == 1, f"{self.code} has not one {wrong!r}"
            program = program.replace(wrong, right)
        return program


def message_of(example: Example, folder: Path) -> str:
    """What the command prints in the empty `folder`, which it calls ~/project."""
    (folder / "program.py").write_text(example.program, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack, io.StringIO() as printed:
        patch.chdir(folder)
        if example.arrange:
            example.arrange(folder, patch, stack)
        words = example.command.split()[1:]
        if words[0] == "run" and example.arrange is None:  # on a Keras of its own
            done = subprocess.run([sys.executable, "-c", MAIN, *words], capture_output=True, text=True, check=False)
            status, text = (
                done.returncode,
                done.stderr[done.stderr.find("error BML") :].strip(),
            )  # behind TensorFlow's log
        else:
            with redirect_stderr(printed), redirect_stdout(io.StringIO()):
                status = app(words, prog_name="bml", standalone_mode=False)
            text = printed.getvalue().strip()
        assert status == 1, text
    return text.replace(str(folder.resolve()), "~/project")
