"""What `import bml` gives, and what it costs."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import keras
import pytest

import bml
from bml.aliases import MODULES


def test_every_exported_name_is_there() -> None:
    for name in bml.__all__:
        assert getattr(bml, name) is not None
    assert sorted(bml.__all__) == dir(bml)


def modules() -> list[str]:
    """The modules of Keras under bml's name, and theirs; `legacy` is what Keras keeps for other formats."""
    packages = [(name, importlib.import_module(f"keras.{name}")) for name in sorted(MODULES)]
    inner = [f"{name}.{each.name}" for name, module in packages for each in pkgutil.iter_modules(module.__path__)]
    return [*sorted(MODULES), *(name for name in inner if not name.endswith(".legacy"))]


@pytest.mark.parametrize("name", modules())
def test_modules_of_keras_are_keras_own(name: str) -> None:
    own = importlib.import_module(f"keras.{name}")
    spec = own.__spec__
    assert importlib.import_module(f"bml.{name}") is own
    assert own.__spec__ is spec, "Python reloads and pickles by it"


def test_type_checkers_see_the_modules_and_their_names(tmp_path: Path) -> None:
    file = tmp_path / "program.py"
    whole = "".join(f"import bml.{name}\n" for name in modules())
    parts = "".join(f"from bml.{name} import {dir(sys.modules[f'keras.{name}'])[0]}\n" for name in modules())
    attributes = "".join(f"from bml import {name}\n" for name in sorted(MODULES))
    file.write_text(f"{whole}{parts}{attributes}bml.losses.MeanSquaredError()\n")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(file)]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.stdout.startswith("Success"), result.stdout


def test_no_file_is_there_for_another_module() -> None:
    home = Path(str(bml.__file__)).parent
    files = [file for file in home.rglob("*.py") if "as type checkers and editors see it" in file.read_text("utf-8")]
    names = [".".join(file.relative_to(home).with_suffix("").parts).removesuffix(".__init__") for file in files]
    assert sorted(names) == sorted(modules())


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
heavy = [name for name in ("numpy", "keras", "tensorflow", "rich", "sklearn") if name in sys.modules]
assert not heavy, heavy
"""
    subprocess.run([sys.executable, "-c", program], check=True)
