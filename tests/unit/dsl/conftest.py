"""Each test reads a program of its own: names and seed begin anew."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bml.context import new_program

CASES = str(Path(__file__).parents[2])
if CASES not in sys.path:
    sys.path.append(CASES)


@pytest.fixture(autouse=True)
def program() -> Iterator[None]:
    with new_program():
        yield
