"""`bml run FILE SCRIPT --arg value`: words become a script's arguments."""

from __future__ import annotations

from typing import Any

import pytest

import bml
from bml.cli.run import parse_arguments
from bmlc.errors import UserError


@bml.script
def train(epochs: int = 1, learning_rate: float = 0.1, quick: bool = False, name="a"):  # type: ignore[no-untyped-def]  # a default says the type
    pass


@bml.script
def needs(steps: int):
    pass


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", {}),
        ("--epochs 3", {"epochs": 3}),
        ("--epochs=3 --learning-rate 1e-2", {"epochs": 3, "learning_rate": 0.01}),
        ("--learning_rate 2", {"learning_rate": 2.0}),
        ("--quick --name b", {"quick": True, "name": "b"}),
        ("--no-quick", {"quick": False}),
        ("--quick=true", {"quick": True}),
        ("--name=x=y", {"name": "x=y"}),
        ("--epochs -1", {"epochs": -1}),
    ],
)
def test_words(words: str, expected: dict[str, Any]) -> None:
    assert parse_arguments(train, words.split()) == expected


LISTING = "\n  = hint: train takes --epochs, --learning-rate, --quick, --name"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("--epoch 3", f"error BML102: train has no argument --epoch{LISTING}"),
        ("3", f"error BML102: train has no argument 3{LISTING}"),
        ("--epochs", "error BML102: --epochs needs a value"),
        ("--epochs many", "error BML102: --epochs expects an int, received 'many'"),
        ("--learning-rate=low", "error BML102: --learning-rate=low expects a number, received 'low'"),
        ("--quick=maybe", "error BML102: --quick=maybe expects true or false, received 'maybe'"),
    ],
)
def test_wrong_words(words: str, message: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_arguments(train, words.split())
    assert str(caught.value) == message


def test_a_missing_argument() -> None:
    with pytest.raises(UserError) as caught:
        parse_arguments(needs, [])
    assert str(caught.value) == "error BML102: needs needs --steps\n  = hint: needs takes --steps"
