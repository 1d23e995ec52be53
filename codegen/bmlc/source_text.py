"""The text of a Python file as Python reads it: in the encoding that its cookie (PEP 263) names, else in UTF-8."""

from __future__ import annotations

import tokenize
from pathlib import Path

__all__ = ["source_lines", "source_text"]


def source_text(path: Path) -> str:
    """The file's text; lines end in `\\n`, whatever they end in there.

    Raises:
        OSError: The file cannot be read.
        SyntaxError, UnicodeError: Python would not read it either.
    """
    with tokenize.open(path) as file:
        return file.read()


def source_lines(path: Path) -> list[str]:
    """The file's lines for people to read; none where there is no file, and marks for bytes that are no text."""
    try:
        text = source_text(path)
    except OSError:
        return []
    except (SyntaxError, UnicodeError):
        text = path.read_text(encoding="utf-8", errors="replace")
    return text.split("\n")  # as Python does: a form feed ends no line
