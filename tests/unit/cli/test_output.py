"""Tables in a pipe are not folded; where a width is asked for they keep to it."""

from __future__ import annotations

import pytest
from rich.table import Table

from bml.cli.output import print_tables

WORDS = " ".join(f"word{i}" for i in range(40))


def table() -> Table:
    table = Table(title="a title")
    table.add_column("words", overflow="fold")
    table.add_column("name")
    table.add_row(WORDS, "x" * 300)
    return table


def test_a_pipe_takes_any_width(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    print_tables(table(), table())
    out = capsys.readouterr().out
    assert out.count(WORDS) == out.count("x" * 300) == 2
    assert max(map(len, out.splitlines())) == len(WORDS) + 300 + len("│  │  │")


def test_columns_are_kept_to(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    print_tables(table())
    assert max(map(len, capsys.readouterr().out.splitlines())) == 60
