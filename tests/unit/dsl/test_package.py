"""What `import bml` gives, and what it costs."""

from __future__ import annotations

import importlib
import subprocess
import sys

import keras
import pytest

import bml
from bml.aliases import MODULES


def test_every_exported_name_is_there() -> None:
    for name in bml.__all__:
        assert getattr(bml, name) is not None
    assert sorted(bml.__all__) == dir(bml)


@pytest.mark.parametrize("name", [*sorted(MODULES), "optimizers.schedules"])
def test_modules_of_keras_are_keras_own(name: str) -> None:
    own = importlib.import_module(f"keras.{name}")
    spec = own.__spec__
    assert importlib.import_module(f"bml.{name}") is own
    assert own.__spec__ is spec, "Python reloads and pickles by it"


@pytest.mark.parametrize("name", ["Input", "Model", "Sequential", "Variable", *sorted(MODULES)])
def test_names_of_keras_are_keras_own(name: str) -> None:
    assert getattr(bml, name) is getattr(keras, name)


def test_an_unknown_name_suggests_a_known_one() -> None:
    with pytest.raises(
        AttributeError, match=r"module 'bml' has no attribute 'Sequentail'; did you mean 'Sequential'\?"
    ):
        bml.Sequentail  # type: ignore[attr-defined]  # noqa: B018


def test_importing_bml_imports_nothing_heavy() -> None:
    program = """
import sys
import bml
heavy = [name for name in ("numpy", "keras", "tensorflow", "rich", "libcst", "sklearn") if name in sys.modules]
assert not heavy, heavy
"""
    subprocess.run([sys.executable, "-c", program], check=True)
