"""Slips are told word for word, at the user's line, and by no words of Keras's about itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .catalogue.slips import IMPORTS, SLIPS, Told

TEXTS = Path(__file__).parent / "slips.txt"


def test_the_words(told: Told, golden: Callable[[Path, str], None]) -> None:
    parts = [f"# {heading}\n\n{''.join(f'{text}{chr(10) * 2}' for _, text in rows)}" for heading, rows in told.items()]
    golden(TEXTS, "".join(parts))


@pytest.mark.parametrize("heading", SLIPS)
def test_the_place_is_what_the_user_wrote(heading: str, told: Told) -> None:
    for error, text in told[heading]:
        assert error.loc is not None, text
        assert Path(error.loc.file).name == "program.py", text
        assert error.loc.line > IMPORTS, text


@pytest.mark.parametrize("heading", SLIPS)
def test_keras_does_not_speak_of_itself(heading: str, told: Told) -> None:
    for error, text in told[heading]:
        assert not any(word in text for word in ("Exception encountered", "Arguments received by", "keras/src")), text
        assert len(error.message) < 200, text
