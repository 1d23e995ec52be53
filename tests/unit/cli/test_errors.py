"""Errors in colour, where somebody looks."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bml.cli.errors import print_error
from bmlc.errors import UserError
from bmlc.ir import Loc


@pytest.fixture
def error(tmp_path: Path) -> UserError:
    path = tmp_path / "program.py"
    path.write_text("a = 1\nb = c\n", encoding="utf-8")
    return UserError("BML202", "c is not defined", "set it", Loc(str(path), 2, 4, 2, 5))


def test_plain_in_a_pipe(error: UserError, capsys: pytest.CaptureFixture[str]) -> None:
    print_error(error)
    assert capsys.readouterr().err == f"{error}\n"


def test_coloured_on_a_terminal(
    error: UserError, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    print_error(error)
    text = capsys.readouterr().err
    assert "\x1b[1;31merror BML202\x1b[0m" in text
    assert "\x1b[36m" in text
