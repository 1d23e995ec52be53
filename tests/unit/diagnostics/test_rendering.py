"""The exact text of errors: spans over lines, notes, several in one go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bmlc.errors import Gathered, Note, UserError, UserErrors, error_records, render_error
from bmlc.ir import UNKNOWN, Loc

SOURCE = """\
import bml

def train(epochs: int):
    best = 0
    if epochs > 3:
        best = "none"
    return bml.log(
        best,

        epochs)
\tx = 1
s = "é漢字" + 1
"""

Here = Callable[..., Loc]


@pytest.fixture
def here(tmp_path: Path) -> Here:
    path = tmp_path / "program.py"
    path.write_text(SOURCE, encoding="utf-8")
    return lambda line, column, end_line, end_column: Loc(str(path), line, column, end_line, end_column)


def test_one_line(here: Here) -> None:
    error = UserError("BML202", "best is not known", "set it", here(4, 4, 4, 8))
    assert str(error) == (
        "error BML202: best is not known\n"
        " --> program.py:4:5\n"
        "  |\n"
        "4 |     best = 0\n"
        "  |     ^^^^\n"
        "  = hint: set it"
    )  # fmt: skip


def test_no_place() -> None:
    for loc in (None, UNKNOWN):
        assert str(UserError("BML402", "no browser", "install one", loc)) == (
            "error BML402: no browser\n  = hint: install one"
        )


def test_a_file_that_is_gone_or_shorter(here: Here, tmp_path: Path) -> None:
    gone = UserError("BML202", "a", None, Loc(str(tmp_path / "gone.py"), 4, 4, 4, 8))
    assert str(gone) == "error BML202: a\n --> gone.py:4:5"
    assert str(UserError("BML202", "a", None, here(40, 4, 40, 8))) == "error BML202: a\n  --> program.py:40:5"


def test_several_lines_have_carets_below_each(here: Here) -> None:
    assert str(UserError("BML204", "log takes keywords", None, here(7, 11, 10, 15))) == (
        "error BML204: log takes keywords\n"
        "  --> program.py:7:12\n"
        "   |\n"
        " 7 |     return bml.log(\n"
        "   |            ^^^^^^^^\n"
        " 8 |         best,\n"
        "   |         ^^^^^\n"
        " 9 | \n"
        "10 |         epochs)\n"
        "   |         ^^^^^^^"
    )  # fmt: skip


def test_long_spans_are_shortened(here: Here) -> None:
    assert str(UserError("BML201", "no", None, here(3, 0, 10, 15))) == (
        "error BML201: no\n"
        "  --> program.py:3:1\n"
        "   |\n"
        " 3 | def train(epochs: int):\n"
        "   | ^^^^^^^^^^^^^^^^^^^^^^^\n"
        " 4 |     best = 0\n"
        "   |     ^^^^^^^^\n"
        " 5 |     if epochs > 3:\n"
        "   |     ^^^^^^^^^^^^^^\n"
        "   ...\n"
        "10 |         epochs)\n"
        "   |         ^^^^^^^"
    )  # fmt: skip


def test_carets_below_tabs_and_wide_characters(here: Here) -> None:
    assert str(UserError("BML202", "a", None, here(11, 1, 11, 2))).endswith("11 | \tx = 1\n   | \t^")
    assert str(UserError("BML204", "a", None, here(12, 4, 12, 9))).endswith('12 | s = "é漢字" + 1\n   |     ^^^^^^^')


def test_a_place_behind_the_end_of_its_line(here: Here) -> None:
    assert str(UserError("BML301", "a", None, here(4, 12, 4, 13))).endswith("4 |     best = 0\n  |             ^")


def test_notes_show_their_own_places(here: Here) -> None:
    notes = (
        Note(here(4, 4, 4, 8), "an int here"),
        Note(here(6, 8, 6, 12), "a str here"),
        Note(None, "they may not mix"),
    )
    error = UserError("BML203", "best could be an int or a str", "name them apart", here(8, 8, 8, 12), notes)
    assert str(error) == (
        "error BML203: best could be an int or a str\n"
        " --> program.py:8:9\n"
        "  |\n"
        "8 |         best,\n"
        "  |         ^^^^\n"
        "  = note: an int here\n"
        " --> program.py:4:5\n"
        "  |\n"
        "4 |     best = 0\n"
        "  |     ^^^^\n"
        "  = note: a str here\n"
        " --> program.py:6:9\n"
        "  |\n"
        '6 |         best = "none"\n'
        "  |         ^^^^\n"
        "  = note: they may not mix\n"
        "  = hint: name them apart"
    )


def test_several_errors_stand_in_the_order_of_their_places(here: Here) -> None:
    late, early = (UserError("BML202", f"line {line}", None, here(line, 4, line, 5)) for line in (6, 4))
    nowhere = UserError("BML402", "no browser")
    errors = UserErrors([nowhere, late, early, UserError("BML202", "line 6", None, here(6, 4, 6, 5))])
    assert errors.errors == (early, late, nowhere)
    assert str(errors) == f"{early}\n\n{late}\n\n{nowhere}\n\n3 errors"
    assert render_error(UserErrors([late])) == str(late)


def test_misuse() -> None:
    with pytest.raises(ValueError, match="BML999 is not in the catalogue"):
        UserError("BML999", "a")
    with pytest.raises(ValueError, match="one error at least"):
        UserErrors([])


def test_gathered_errors() -> None:
    gathered = Gathered()
    gathered.raise_all()  # there are none
    first, second, third = (UserError("BML202", name) for name in "abc")
    with gathered:
        raise first
    with pytest.raises(UserError) as alone:
        gathered.raise_all()
    assert alone.value is first
    with gathered:
        raise UserError("BML202", "a")  # the same, found again
    with pytest.raises(UserError) as alone:
        gathered.raise_all()
    assert alone.value is first
    with gathered:
        raise UserErrors([second, third])
    with pytest.raises(UserErrors) as several:
        gathered.raise_all()
    assert several.value.errors == (first, second, third)
    with pytest.raises(KeyError), gathered:
        raise KeyError  # no error of the user


def test_records_count_from_1(here: Here) -> None:
    error = UserError("BML203", "a", None, here(4, 4, 4, 8), (Note(None, "b"),))
    nowhere = dict.fromkeys(("file", "line", "column", "end_line", "end_column"))
    assert error_records(error) == [
        {
            "code": "BML203",
            "severity": "error",
            "message": "a",
            "hint": None,
            "file": here(4, 4, 4, 8).file,
            "line": 4,
            "column": 5,
            "end_line": 4,
            "end_column": 9,
            "notes": [{"message": "b", **nowhere}],
        }
    ]
    assert [record["code"] for record in error_records(UserErrors([error, UserError("BML402", "c")]))] == [
        "BML203",
        "BML402",
    ]
