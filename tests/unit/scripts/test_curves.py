"""Curves that `bml.plot` takes in a script, and those that it refuses, with the message."""

from __future__ import annotations

from pathlib import Path

import pytest

from bml.collect import collect
from bmlc.errors import UserError

PROGRAM = """
import bml


@bml.function
def square(x: bml.TensorSpec(("n", 3))):
    return x * x


@bml.function
def column(x: bml.TensorSpec(("n", 1))):
    return x * x


@bml.script
def main(n: int = 3):
    numbers = [0.5 * i for i in range(n)]
    bml.plot({arguments})
"""


def build(arguments: str, folder: Path) -> None:
    path = folder / "program.py"
    path.write_text(PROGRAM.format(arguments=arguments), encoding="utf-8")
    collect(path)


@pytest.mark.parametrize(
    "arguments",
    [
        "x=numbers, line=numbers",
        "x=1, line=0.5",
        "x=(1, 2), dots=[True, False], style='dots', note='warm'",
        "x=[1.0, 2.0], line=column([[1.0], [2.0]])",
        "x=square([[1.0, 2.0, 3.0]])[0], line=[1, 2, 3]",
        "x=[], line=[]",
    ],
)
def test_curves(arguments: str, tmp_path: Path) -> None:
    build(arguments, tmp_path)


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (
            "line=numbers",
            "bml.plot takes numbers, bools, texts and tensors of one number, received a list of floats",
            "give the places of a curve as well: bml.plot(x=..., line=...)",
        ),
        (
            "x=1, line=square([[1.0, 2.0, 3.0], [1.0, 2.0, 3.0]])",
            "bml.plot takes numbers and lists of them beside x, received a tensor float32[2, 3]",
            "take one number of it first, for example bml.ops.mean(x)",
        ),
        ("x=1, line=['a', 'b']", "bml.plot takes numbers and lists of them beside x, received a list of strs", None),
        ("x=1, line=None", "bml.plot takes numbers and lists of them beside x, received None", None),
        ("x=1, line=2, style='bars'", "bml.plot expects style='line' or style='dots'", None),
    ],
)
def test_what_is_no_curve(arguments: str, message: str, hint: str | None, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        build(arguments, tmp_path)
    assert (caught.value.message, caught.value.hint) == (message, hint)
