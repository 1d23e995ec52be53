"""What a command says: text for people, or one JSON object for editors and scripts."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from enum import StrEnum
from typing import Annotated, TypeAlias

import typer

__all__ = ["Format", "FormatOption", "print_json", "user_output"]


class Format(StrEnum):
    """How a command answers."""

    TEXT = "text"
    JSON = "json"


FormatOption: TypeAlias = Annotated[
    Format,
    typer.Option(
        "--format",
        help="text, or json for editors: one object on standard output, whose errors have a code, severity, message, "
        "hint, file, line, column, end_line, end_column and notes; lines and columns count from 1.",
    ),
]


def print_json(summary: Mapping[str, object]) -> None:
    """Print the object of a command that found no error."""
    print(json.dumps({"errors": [], **summary}, indent=2), flush=True)


@contextmanager
def user_output(output: Format) -> Iterator[None]:
    """Run code of the user's file: what it prints must not stand between the lines of the JSON."""
    if output is Format.TEXT:
        yield
    else:
        with redirect_stdout(sys.stderr):
            yield
