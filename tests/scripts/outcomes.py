"""What a program prints, returns and ends with, in CPython, and how two runs of it are held against each other."""

from __future__ import annotations

import contextlib
import io
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

# CPython and V8 may differ in the last digit of these, and CPython 3.12 sums floats with less error than 3.11.
INEXACT = re.compile(r"math\.(?!floor|ceil|trunc|inf|nan|is)|\*\*|\bsum\(")
NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e[+-]?\d+)?")
LINE = re.compile(r"[^\n]*\n|[^\n]+")
DIGITS = 6
# CPython words these differently from version to version; the first is what bml says.
REWORDED = {
    "division by zero": re.compile(
        r"(integer |float )?(division|modulo|floor division|divmod\(\))( or modulo)?( by zero)?|float modulo"
        r"|0\.0 cannot be raised to a negative power|zero to a negative power"
    ),
    "empty": re.compile(r"(max|min)\(\) (arg is an empty sequence|iterable argument is empty)"),
}


@dataclass(frozen=True)
class Outcome:
    """`error` is empty or the type and the message; `result` is plain data: pairs for dictionaries."""

    printed: str
    result: Any
    error: str


def run_in_python(fn: Callable[[], Any]) -> Outcome:
    """What CPython makes of a program."""
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed), np.errstate(all="ignore"):  # what NumPy warns of ends no program
            result = plain(fn())
    except Exception as error:
        return Outcome(_ended(printed.getvalue()), None, f"{type(error).__name__}: {error}")
    return Outcome(_ended(printed.getvalue()), result, "")


def plain(value: Any) -> Any:
    """A value as JSON carries it from Node; a number of JavaScript is neither an int nor a float."""
    match value:
        case float() if not math.isfinite(value):
            return str(value)
        case dict():
            return {"pairs": [[plain(key), plain(item)] for key, item in value.items()]}
        case list() | tuple():
            return [plain(item) for item in value]
        case _:
            return value


def difference(expected: Outcome, received: Outcome, source: str) -> str:
    """The first thing in which two runs of the program `source` differ, for a person; empty if there is none."""
    inexact = INEXACT.search(source) is not None
    lines = LINE.findall(expected.printed), LINE.findall(received.printed)
    for number, (mine, other) in enumerate(zip(*lines, strict=False), 1):
        if not same_text(mine, other, inexact):
            return f"line {number} of the output:\n  CPython    {mine!r}\n  JavaScript {other!r}{_end(received)}"
    if len(lines[0]) != len(lines[1]):
        shorter = min(map(len, lines))
        who, rest = ("CPython", lines[0]) if len(lines[0]) > len(lines[1]) else ("JavaScript", lines[1])
        return f"only {who} prints {rest[shorter:]!r}{_end(received)}"
    if not same_text(_reworded(expected.error), _reworded(received.error), inexact):
        return f"the end:\n  CPython    {expected.error or 'no error'}\n  JavaScript {received.error or 'no error'}"
    if not _same_value(expected.result, received.result, inexact):
        return f"the result:\n  CPython    {expected.result!r}\n  JavaScript {received.result!r}"
    return ""


def same_text(expected: str, received: str, inexact: bool) -> bool:
    """Equal, but for the digits of floats beyond the sixth where `inexact`."""
    if expected == received:
        return True
    pairs = list(zip(NUMBER.findall(expected), NUMBER.findall(received), strict=False))
    return (
        inexact
        and NUMBER.split(expected) == NUMBER.split(received)
        and all(a == b or (_is_float(a) and _is_float(b) and _close(float(a), float(b))) for a, b in pairs)
    )


def _same_value(expected: Any, received: Any, inexact: bool) -> bool:
    match expected, received:
        case list(), list():
            same = len(expected) == len(received)
            return same and all(_same_value(a, b, inexact) for a, b in zip(expected, received, strict=True))
        case dict(), dict():
            # To the page a dictionary is an object, which has its own order of keys like "12".
            return _same_value(sorted(expected["pairs"], key=repr), sorted(received["pairs"], key=repr), inexact)
        case (bool(), _) | (_, bool()):
            return expected is received
        case int() | float(), int() | float():
            return bool(expected == received) or (inexact and _close(expected, received))
        case _:
            return bool(expected == received)


def _ended(printed: str) -> str:
    """A page shows lines: one without an end is ended when the program is."""
    return printed if printed.endswith("\n") or not printed else f"{printed}\n"


def _close(a: float, b: float) -> bool:
    # Sums and differences of numbers around 1 may also leave a remainder where the other has none.
    return math.isclose(a, b, rel_tol=10**-DIGITS, abs_tol=1e-12)


def _is_float(number: str) -> bool:
    return not number.isdigit()


def _reworded(error: str) -> str:
    kind, colon, message = error.partition(": ")
    same = (words for words, pattern in REWORDED.items() if pattern.fullmatch(message))
    return kind + colon + next(same, message)


def _end(received: Outcome) -> str:
    return f"\n  and JavaScript ended with {received.error}" if received.error else ""
