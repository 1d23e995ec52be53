"""`docs/errors.md`: each error with what it means, an example, its message and what to do."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from textwrap import fill

from bmlc.errors import CODES

from .example import Example
from .slips import SLIPS, Told

__all__ = ["page_of"]

HEAD = """\
# Errors

An error of the user's program has a code, one sentence that says what was expected and what was received, the lines of
the file that it is about, and a hint where a fix is likely. Where two places are to blame, both are shown. `bml` tells
all errors of a file that do not follow from one another in one go. Any other exception is a bug of bml and shows its
traceback.

**On a terminal** errors are coloured, in a pipe they are plain text; `NO_COLOR` is respected.

**Where Keras finds the mistake**, what is said is bml's, at the user's line. `BML_TRACEBACK=1` shows Python's traceback
above it, through Keras and bml.

**In an editor**: every command that reads a file takes `--format json` and prints one object to standard output. Its
`errors` is a list, empty if there are none; each error has

| field | |
|---|---|
| `code`, `severity`, `message` | `"BML101"`, `"error"`, the sentence |
| `hint` | what to do, or null |
| `file`, `line`, `column`, `end_line`, `end_column` | the place, all null where no line is to blame |
| `notes` | other places: `message`, and the same five fields |

Lines and columns count from 1, columns in characters; the end is the column behind the last character.

**While a program runs** in the browser or in Node, an error names the Python line too, found through the source maps of
the bundle: its message ends with `(mnist_cnn.py:31)`, `error.python` is `{ file, line, column, text }`, and
`error.stack` shows the place above the JavaScript. The page shows it in its banner and writes it to the console.
The text of the line (`text` is empty otherwise) is in a bundle that was built with `--source-maps full`, as is the
whole file: DevTools then lists it under Sources, stops at breakpoints in it, and steps over everything else.

| code | what is wrong |
|---|---|
"""
SLIPS_HEAD = """\
## Slips that Keras's ways bring

What is written, what `bml build` says of it at that line, and what it hints at. `f` gets x, a `float32[n, 4]`.
"""
FOOT = "<!-- Made from tests/unit/diagnostics/catalogue by ./tools/regen. -->\n"


def page_of(examples: Mapping[str, Example], messages: Mapping[str, str], told: Told) -> str:
    """The page, with the message that each example and each slip gives."""
    rows = "".join(f"| [{code}](#{_anchor(code)}) | {title} |\n" for code, title in CODES.items())
    sections = "\n".join(_section(examples[code], messages[code]) for code in CODES)
    return f"{HEAD}{rows}\n{sections}\n{SLIPS_HEAD}\n{_slips(told)}\n{FOOT}"


def _slips(told: Told) -> str:
    tables = []
    for heading, slips in SLIPS.items():
        rows = "".join(
            f"| `{_in_one_line(slip.written)}` | {error.code} {error.message} | {error.hint or ''} |\n"
            for slip, (error, _) in zip(slips, told[heading], strict=True)
        )
        tables.append(f"**{heading}**\n\n| written | said | hint |\n|---|---|---|\n{rows}")
    return "\n".join(tables)


def _in_one_line(code: str) -> str:
    return " ".join(re.sub(r"(?<![:\[,])\n(?! *\])", "; ", code).split())


def _section(example: Example, message: str) -> str:
    program = f"```py\n{example.program}```\n\n" if "--> program.py:" in message else ""
    fix = f"\n```diff\n{_difference(example)}```\n" if example.fix else ""
    return (
        f"## {_heading(example.code)}\n\n{fill(example.meaning, 120)}\n\n{program}"
        f"```console\n$ {example.command}\n{message}\n```\n\n{fill(example.mending, 120)}\n{fix}"
    )


def _heading(code: str) -> str:
    return f"{code}: {CODES[code]}"


def _anchor(code: str) -> str:
    """As GitHub makes it of a heading."""
    kept = "".join(char for char in _heading(code).lower() if char.isalnum() or char in " -_")
    return kept.replace(" ", "-")


def _difference(example: Example) -> str:
    before, after = (text.splitlines(keepends=True) for text in (example.program, example.mended))
    lines = list(difflib.unified_diff(before, after, n=0))[2:]  # without the names of files
    return "".join(line for line in lines if line[0] in "+-")
