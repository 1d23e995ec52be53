"""What a command says: text for people, coloured on a terminal, or one JSON object for editors and scripts."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Annotated, Literal, TextIO, TypeAlias

import typer

from bmlc.errors import UserError, UserErrors, error_records, render_error, styled_lines

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["Format", "FormatOption", "answering", "print_error", "print_json", "print_tables"]

_STYLES = {
    "code": "bold red",
    "message": "bold",
    "place": "blue",
    "gutter": "blue",
    "source": "",
    "caret": "bold red",
    "label": "cyan",
    "text": "",
}


Format: TypeAlias = Literal["text", "json"]
FormatOption: TypeAlias = Annotated[
    Format,
    typer.Option(
        "--format",
        help="text, or json for editors: one object on standard output, whose errors have a code, severity, message, "
        "hint, file, line, column, end_line, end_column and notes; lines and columns count from 1.",
    ),
]

_ANY = 1 << 20  # columns: more than any table takes
_ANSWER: ContextVar[TextIO | None] = ContextVar("answer", default=None)


def print_json(summary: Mapping[str, object]) -> None:
    """Print the object of a command; one that found no error has an empty list of them."""
    print(json.dumps({"errors": [], **summary}, indent=2), file=_ANSWER.get() or sys.stdout, flush=True)


def print_tables(*tables: Table) -> None:
    """Print them: as wide as the terminal or `COLUMNS`, in a pipe as wide as they are."""
    from rich.console import Console

    console = Console()
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = _ANY
    for table in tables:
        console.print(table)


@contextmanager
def answering(output: Format) -> Iterator[None]:
    """Run a command.

    With JSON the standard output is its answer's alone: what the user's file writes, by `print`, in C, from a thread or
    by another process, goes to standard error, to the end of the process.
    """
    if output == "text":
        yield
        return
    sys.stdout.flush()
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    token = _ANSWER.set(answer)
    try:
        yield
    finally:
        _ANSWER.reset(token)
        answer.close()


def print_error(error: UserError | UserErrors, output: Format = "text") -> None:
    """Print what went wrong: to standard error with code frames, or as JSON to standard output.

    With `BML_TRACEBACK` the traceback goes before, of what Keras or Python raised where that was the cause.
    """
    if os.environ.get("BML_TRACEBACK"):
        traceback.print_exception(error.__cause__ or error)
    if output == "json":
        print_json({"errors": error_records(error)})
    elif sys.stderr.isatty() and not os.environ.get("NO_COLOR"):
        _print_styled(error)
    else:
        print(render_error(error), file=sys.stderr)


def _print_styled(error: UserError | UserErrors) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True, highlight=False, soft_wrap=True)
    for line in styled_lines(error):
        console.print(Text.assemble(*((span.text, _STYLES[span.role]) for span in line)))
