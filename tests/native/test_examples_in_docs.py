"""Every example of a public docstring runs by itself and gives what it says."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from types import ModuleType

import pytest

import bml

# Parts with tests of their own, and what Keras imports as its backend.
OTHERS = ("bml.cli", "bml.collect", "bml.keras", "bml.parity")


def modules() -> list[str]:
    found = pkgutil.walk_packages(bml.__path__, "bml.")
    return [module.name for module in found if not module.name.startswith(OTHERS)]


@pytest.mark.parametrize("name", modules())
def test_examples_run(name: str) -> None:
    # `bml.datasets.digits` the module is hidden by the function of that name.
    module = importlib.import_module(name)
    assert isinstance(module, ModuleType)
    result = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.failed == 0
