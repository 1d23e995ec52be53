"""The table of cases is shared with the unit tests: `tests/cases`. One process is the oracle of all programs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bml.collect.program import Collected
from bml.parity.oracle import Keras

TESTS = str(Path(__file__).parents[1])
if TESTS not in sys.path:
    sys.path.append(TESTS)

Oracle = Callable[[Collected], Keras]


@pytest.fixture(scope="session")
def oracle() -> Iterator[Oracle]:
    """Has Keras run the file of a program."""
    with Keras() as process:

        def load(collected: Collected) -> Keras:
            process.load(collected.program.source, collected.origins)
            return process

        yield load
