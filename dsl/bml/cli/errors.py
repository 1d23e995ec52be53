"""Errors on a terminal: coloured there, plain in a pipe."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bmlc.errors import UserError, render_error

if TYPE_CHECKING:
    from rich.text import Text

__all__ = ["print_error"]


def print_error(error: UserError) -> None:
    """Print the error with its code frame to standard error."""
    text = render_error(error)
    if not sys.stderr.isatty():
        print(text, file=sys.stderr)
        return
    from rich.console import Console
    from rich.text import Text

    Console(stderr=True, highlight=False, soft_wrap=True).print(Text("\n").join(map(_styled, text.splitlines())))


def _styled(line: str) -> Text:
    from rich.text import Text

    styled = Text(line)
    head, _, _ = line.partition(": ")
    if head.startswith("error "):
        styled.stylize("bold red", 0, len(head))
        styled.stylize("bold", len(head))
    elif line.lstrip().startswith("-->"):
        styled.stylize("blue")
    elif "|" in line[:8] and not line.split("|", 1)[1].strip(" ^"):
        styled.stylize("bold red")
    elif line.lstrip().startswith("= hint"):
        styled.stylize("cyan", 0, line.index("hint") + len("hint:"))
    return styled
