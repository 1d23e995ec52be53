"""Errors in colour, where somebody looks."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from bml.cli.output import print_error
from bmlc.errors import Note, UserError, UserErrors
from bmlc.ir import Loc


@pytest.fixture
def error(tmp_path: Path) -> UserError:
    path = tmp_path / "program.py"
    path.write_text("a = 1\nb = c\n", encoding="utf-8")
    note = Note(Loc(str(path), 1, 0, 1, 1), "there is a")
    return UserError("BML202", "c is not defined", "set it", Loc(str(path), 2, 4, 2, 5), (note,))


def test_plain_in_a_pipe(error: UserError, capsys: pytest.CaptureFixture[str]) -> None:
    print_error(error)
    assert capsys.readouterr().err == f"{error}\n"


def test_the_traceback_where_it_is_asked_for(
    error: UserError, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BML_TRACEBACK", "1")
    try:
        raise KeyError("what Keras raised")
    except KeyError as cause:
        error.__cause__ = cause
    print_error(error)
    text = capsys.readouterr().err
    assert text.startswith("Traceback (most recent call last):\n")
    assert text.endswith(f"KeyError: 'what Keras raised'\n{error}\n")


def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Called by the test itself: capturing puts another standard error in place once the fixtures are made."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


def test_coloured_on_a_terminal(
    error: UserError, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    on_a_terminal(monkeypatch)
    print_error(error)
    text = capsys.readouterr().err
    assert "\x1b[1;31merror BML202\x1b[0m" in text
    assert "\x1b[36mhint:\x1b[0m" in text
    assert "\x1b[1;31m    ^\x1b[0m" in text


def test_the_text_is_the_same_without_the_colours(
    error: UserError, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    on_a_terminal(monkeypatch)
    errors = UserErrors([error, UserError("BML204", "[bold]no markup[/bold]", None, error.loc)])
    print_error(errors)
    coloured = capsys.readouterr().err
    plain = re.sub(r"\x1b\[[\d;]*m", "", coloured)
    assert plain == f"{errors}\n" != coloured


def test_no_color(error: UserError, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    on_a_terminal(monkeypatch)
    monkeypatch.setenv("NO_COLOR", "1")
    print_error(error)
    assert capsys.readouterr().err == f"{error}\n"


def test_json_goes_to_standard_output(error: UserError, capsys: pytest.CaptureFixture[str]) -> None:
    print_error(UserErrors([error]), "json")
    out, err = capsys.readouterr()
    assert err == ""
    (record,) = json.loads(out)["errors"]
    assert (record["code"], record["line"], record["column"], record["end_column"]) == ("BML202", 2, 5, 6)
    assert record["notes"][0]["message"] == "there is a"
