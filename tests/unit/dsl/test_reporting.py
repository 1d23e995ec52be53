"""What `log`, `plot`, `progress` and `timer` say in Python, and the table of numbers that JavaScript repeats."""

from __future__ import annotations

import json
import math
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import bml
from bml.reporting import log_text
from bmlc.errors import UserError

TABLE = Path(__file__).parents[2] / "golden" / "tables" / "log_text.json"


def numbers() -> list[float]:
    generator = np.random.default_rng(0)
    anywhere = generator.normal(size=100) * 10.0 ** generator.integers(-12, 20, 100)
    ties = generator.integers(1, 2**16, 100) / 2.0 ** generator.integers(1, 16, 100)
    single = generator.normal(size=40).astype(np.float32).astype(np.float64)
    special = [0.0, -0.0, 0.15625, 0.15635, 1.0625, -1.1875, 9999.5, 9998.5, 99.995, 1e-4, 9.9995e-5, 1e-5, 0.5, 1e22]
    special += [2.0**53, 2.0**53 + 2, -(2.0**53), 123456.0, 123456.5, 5e-324, 1.7976931348623157e308]
    return [*special, *map(float, anywhere), *map(float, ties), *map(float, single), np.inf, -np.inf, np.nan]


def by_c(value: float) -> str:
    """The rule, by CPython's own formatting."""
    return f"{int(value)}" if value.is_integer() and abs(value) <= 2**53 else "%.4g" % value  # noqa: UP031 - the oracle


def test_numbers_are_written_by_one_rule(golden: Callable[[Path, str], None]) -> None:
    # repr gives each number back exactly, and JavaScript's Number() reads all of them but "inf".
    rows = {repr(value).replace("inf", "Infinity"): by_c(value) for value in numbers()}
    assert len(rows) > 250
    for value in numbers():
        assert log_text({"x": value}) == f"x={by_c(value)}"
    golden(TABLE, json.dumps(rows, indent=0) + "\n")


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({"epoch": 1, "loss": np.float32(0.25)}, "epoch=1 loss=0.25"),
        ({"loss": np.array([0.1], "f"), "steps": np.int64(3)}, "loss=0.1 steps=3"),
        ({"best": True, "worse": np.bool_(False), "note": "kept going"}, "best=True worse=False note=kept going"),
        ({"reward": 3.0, "episode": 123456}, "reward=3 episode=123456"),
        ({}, ""),
    ],
)
def test_log(values: dict[str, Any], line: str, capsys: pytest.CaptureFixture[str]) -> None:
    bml.log(**values)
    assert capsys.readouterr().out == f"{line}\n"


def test_log_reads_variables(capsys: pytest.CaptureFixture[str]) -> None:
    bml.log(w=bml.Variable(2.5))
    assert capsys.readouterr().out == "w=2.5\n"


@pytest.mark.parametrize(
    ("value", "received"), [(np.ones(3), r"an array of shape \(3,\)"), (None, "None"), ([1.0], r"\[1.0\]")]
)
def test_what_is_no_value(value: Any, received: str) -> None:
    for call in (bml.log, bml.plot):
        with pytest.raises(UserError, match=f"expects numbers, texts and bools, received loss={received}"):
            call(loss=value)


@pytest.mark.parametrize(
    "values",
    [
        {"x": 1, "y": 2.0},
        {"x": [1, 2], "line": (0.5, True), "style": "line"},
        {"x": np.zeros((4, 1)), "data": np.arange(4, dtype="i"), "style": "dots", "note": "warm"},
        {"x": [1.0], "y": np.ones((1, 1), "f")},
        {"x": bml.Variable([0.0, 1.0]), "y": [math.nan, math.inf]},
    ],
)
def test_curves_with_an_x_of_their_own(values: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    bml.plot(**values)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"x": [1, 2]}, "plot expects a curve beside x, received x alone"),
        ({"x": [1, 2], "y": [1, 2, 3]}, "plot expects as many numbers for y as for x, received 3 and 2"),
        ({"x": [1, 2], "y": 3.0}, "plot expects as many numbers for y as for x, received 1 and 2"),
        ({"x": [1, 2], "y": ["a", "b"]}, "plot expects numbers, or lists of numbers, beside x, received y=['a', 'b']"),
        ({"x": [1], "y": None}, "plot expects numbers, or lists of numbers, beside x, received y=None"),
        (
            {"x": [1, 2, 3, 4], "y": np.ones((2, 2))},
            "plot expects numbers, or lists of numbers, beside x, received y=an array of shape (2, 2)",
        ),
        ({"x": "left", "y": 1}, "plot expects numbers for x, received x='left'"),
        ({"x": 1, "y": 1, "style": "bars"}, "plot expects style='line' or style='dots', received style='bars'"),
    ],
)
def test_curves_that_are_none(values: dict[str, Any], message: str) -> None:
    with pytest.raises(UserError) as caught:
        bml.plot(**values)
    assert (caught.value.code, caught.value.message) == ("BML102", message)


def test_in_a_pipe_there_are_only_lines_of_log(capsys: pytest.CaptureFixture[str]) -> None:
    bml.plot(step=1, reward=2.0)
    bml.progress(1, 2)
    with bml.timer("block") as timer:
        pass
    assert capsys.readouterr() == ("", "")
    assert repr(timer).startswith("<bml.timer block 0.0")


@pytest.mark.parametrize(("done", "total"), [("1", 2), (1, None), (True, 2)])
def test_progress_is_two_numbers(done: Any, total: Any) -> None:
    with pytest.raises(UserError, match=r"progress expects (done|total) to be a number, received"):
        bml.progress(done, total)


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("reached", [4, 2])
def test_a_terminal_has_a_bar_and_gets_its_cursor_back(reached: int) -> None:
    program = f"import bml\nfor i in range({reached}):\n    bml.progress(i + 1, 4)\n    bml.log(i=i)"
    leader, follower = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-c", program], stdout=follower, check=True, env={**os.environ, "TERM": "xterm"}
    )
    os.close(follower)
    shown = os.read(leader, 100_000).decode()
    os.close(leader)
    assert done.returncode == 0
    assert f"{100 * reached // 4}%" in shown
    assert "i=1" in shown
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l")  # shown again after it was hidden


def test_a_timer_goes_on_until_its_block_ends() -> None:
    timer = bml.timer("block")
    assert timer.seconds == 0.0
    with timer as inside:
        assert inside is timer
        early = timer.seconds
        while timer.seconds <= early:
            pass
    assert timer.seconds == timer.seconds > 0
    with pytest.raises(UserError, match="timer expects the name of a block, received 3"):
        bml.timer(3)  # type: ignore[arg-type]


def test_a_log_says_so_but_not_of_an_infinity_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    with bml.context.new_program():
        bml.log(step=1, best=float("inf"))
        bml.plot(loss=0.5)
        assert capsys.readouterr().err == ""
        bml.plot(step=3, loss=np.float32(np.inf))
        told = capsys.readouterr().err
        assert told.startswith('notice: loss is infinite in the report "step=3 loss=inf": the training')
        bml.log(loss=float("nan"))
        assert capsys.readouterr().err == ""
