"""Text in the repository that follows from the code: what it must say now."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from typer.core import TyperArgument, TyperGroup
from typer.main import get_command

from bml.cli.main import app
from environment import ROOT

__all__ = ["generated_files"]

README = ROOT / "README.md"
EXAMPLE = ROOT / "examples" / "mnist_cnn.py"
QUOTED = re.compile(r"(?<=<!-- examples/mnist_cnn\.py -->\n```python\n).*?(?=```\n)", re.DOTALL)


def generated_files() -> dict[Path, str]:
    """Each generated file with its text as of now."""
    example = EXAMPLE.read_text("utf-8")
    readme, found = QUOTED.subn(lambda _: example, README.read_text("utf-8"), count=1)
    assert found == 1, "README.md has no place for the example"
    return {README: readme, ROOT / "docs" / "commands.md": _commands()}


def _commands() -> str:
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    sections = "\n\n".join(
        f"## bml {name}\n\n{command.help}\n\n{_parameters(command)}" for name, command in group.commands.items()
    )
    return f"""# Commands

{group.help} Each ends with status 0, 1 after an error or a failed comparison, 2 after a wrong command line.

{sections}

<!-- Made from the help texts of `bml` by ./tools/regen. -->
"""


def _parameters(command: Any) -> str:
    rows = []
    for parameter in command.params:
        names = parameter.metavar if isinstance(parameter, TyperArgument) else ", ".join(parameter.opts)
        default = (
            "" if parameter.required or parameter.default in (None, True, False) else f" Default: {parameter.default}."
        )
        rows.append(f"| `{names}` | {parameter.help}{default} |")
    return "\n".join(["| argument or option | |", "|---|---|", *rows])
