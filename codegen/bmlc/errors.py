"""Errors of the user's program, as opposed to bugs of ours: a stable code, one sentence, the place, a hint.

    error BML101: Conv2D expects an input of rank 4 (batch, height, width, channels), received float32[n, 784]
      --> mnist_cnn.py:11:5
       |
    11 |     layers.Conv2D(8, 5, activation="relu"),
       |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       = hint: reshape the input first, or use layers.Dense

Anything else that escapes the compiler is a bug of bml and keeps its traceback.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bmlc.ir.loc import Loc, caller_loc

__all__ = ["CODES", "UserError", "render_error"]

# Every code with what it stands for. A code is never reused for something else.
CODES: dict[str, str] = {
    "BML101": "shapes or dtypes that an op or a layer does not take",
    "BML102": "an argument that is unknown, missing or out of range",
    "BML103": "a tensor used in a way that tracing does not allow",
    "BML104": "a gradient through something that has none",
    "BML201": "a construct that scripts do not have",
    "BML202": "a name that a script does not know",
    "BML203": "a name of a script that could be two things",
    "BML301": "a file that does not exist or cannot be imported",
    "BML302": "a file that declares nothing to build",
    "BML303": "data that is missing, damaged or of the wrong kind",
    "BML304": "a download that failed or did not match its hash",
    "BML305": "an output folder that cannot be written",
    "BML306": "a folder that is not a bundle",
    "BML401": "a backend that cannot run the program",
    "BML402": "no browser",
    "BML403": "a dependency that is not installed",
    "BML404": "a program that failed in the browser",
    "BML405": "a port that cannot be listened on",
}


@dataclass(eq=False)
class UserError(Exception):
    """Something that the user can mend.

    Args:
        code: A key of `CODES`.
        message: One sentence: what was expected and what was received.
        hint: What to do, where a fix is likely.
        loc: The place in the user's file; the caller's line by default, `None` where no line is to blame.
    """

    code: str
    message: str
    hint: str | None = None
    loc: Loc | None = None

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"{self.code} is not in the catalogue of errors")
        super().__init__(self.message)

    @classmethod
    def here(cls, code: str, message: str, hint: str | None = None) -> UserError:
        """The error at the line of the user's file that is running."""
        return cls(code, message, hint, caller_loc())

    def __str__(self) -> str:
        return render_error(self)


def render_error(error: UserError) -> str:
    """The error with its code frame, as plain text without a newline at the end."""
    lines = [f"error {error.code}: {error.message}"]
    gutter = " "
    if error.loc is not None and error.loc.line:
        loc = error.loc
        source = _source_line(loc)
        number = str(loc.line)
        gutter = " " * len(number)
        lines.append(f"{gutter}--> {Path(loc.file).name}:{loc.line}:{loc.column + 1}")
        if source is not None:
            end = loc.end_column if loc.end_line == loc.line else len(source)
            width = max(1, end - loc.column)
            indent = "".join("\t" if char == "\t" else " " for char in source[: loc.column].ljust(loc.column))
            lines += [f"{gutter} |", f"{number} | {source}", f"{gutter} | {indent}{'^' * width}"]
    if error.hint:
        lines.append(f"{gutter} = hint: {error.hint}")
    return "\n".join(lines)


def _source_line(loc: Loc) -> str | None:
    try:
        lines = Path(loc.file).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    return lines[loc.line - 1] if loc.line <= len(lines) else None
