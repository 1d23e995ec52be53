"""Each test reads a program of its own: names and seed begin anew."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bml.context import new_program


@pytest.fixture(autouse=True)
def program() -> Iterator[None]:
    with new_program():
        yield
