"""Files that run by themselves, as `bml run` has them: Keras on TensorFlow with bml's random numbers."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bml.context import new_program
from bml.keras import seam

if seam.is_ours():  # the process reads files as a build does
    collect_ignore_glob = ["test_*.py"]
else:
    os.environ["KERAS_BACKEND"] = "tensorflow"
    seam.share_random_numbers()
    sys.path.append(str(Path(__file__).parents[1] / "keras"))  # the table of dtypes


@pytest.fixture(autouse=True)
def program() -> Iterator[None]:
    """Each test is a program of its own."""
    with new_program():
        yield
