"""Errors where people and editors look: coloured on a terminal, plain in a pipe, as JSON where it was asked for."""

from __future__ import annotations

import os
import sys
import traceback

from bml.cli.output import Format, print_json
from bmlc.errors import UserError, UserErrors, error_records, render_error, styled_lines

__all__ = ["print_error"]

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


def print_error(error: UserError | UserErrors, output: Format = Format.TEXT) -> None:
    """Print what went wrong: to standard error with code frames, or as JSON to standard output.

    With `BML_TRACEBACK` the traceback goes before, of what Keras or Python raised where that was the cause.
    """
    if os.environ.get("BML_TRACEBACK"):
        traceback.print_exception(error.__cause__ or error)
    if output is Format.JSON:
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
