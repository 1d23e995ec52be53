"""Every example trains by `bml run`, and nothing of the compiler has a part in it."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from types import FunctionType
from typing import Any, NoReturn

import numpy as np
import pytest

import bml
import bmlc.passes
import bmlc.reference
from bml.cli.run import run

EXAMPLES = Path(__file__).parents[2] / "examples"
SHORT = {
    "cart_pole": "--episodes 20",
    "custom_loop": "--epochs 1 --batch-size 64",
    "digits_cnn": "--epochs 1 --batch-size 128",
    "fine_tuning": "--pretraining 1 --epochs 1 --batch-size 128",
    "mnist_cnn": "--epochs 1 --batch-size 100",
    "mnist_gan": "--steps 4 --batch-size 32 --log-every 2",
}


def test_each_example_has_short_settings() -> None:
    assert {file.stem for file in EXAMPLES.glob("*.py")} == set(SHORT)


@pytest.fixture
def no_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every function of the passes and of the reference raises."""

    def raises(*args: Any, **kwargs: Any) -> NoReturn:
        raise AssertionError("a file that runs by itself called the compiler")

    found = 0
    for package in (bmlc.passes, bmlc.reference):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(info.name)
            for value in vars(module).values():
                if isinstance(value, FunctionType) and value.__module__ == module.__name__ and not value.__closure__:
                    monkeypatch.setattr(value, "__code__", raises.__code__)
                    found += 1
    assert found > 100


@pytest.fixture
def few_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    """MNIST's types with few images: what is trained is not the point."""
    images = np.random.default_rng(0).integers(0, 256, (300, 28, 28, 1)).astype(np.uint8)
    digits = bml.Dataset.from_tensor_slices((images, np.arange(300, dtype=np.int32) % 10))
    monkeypatch.setattr(bml.datasets, "mnist", lambda: digits.split(200))


@pytest.mark.usefixtures("few_digits", "no_compiler")
@pytest.mark.parametrize("name", sorted(SHORT))
def test_an_example_trains(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(EXAMPLES / f"{name}.py", ["train", *SHORT[name].split()]) == 0
    said = capsys.readouterr().out
    assert "loss" in said or "discriminator=" in said
    assert "nan" not in said
