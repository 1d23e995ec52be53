"""What `import bml` gives, and what it costs."""

from __future__ import annotations

import subprocess
import sys

import pytest

import bml

MODULES = [
    "activations",
    "datasets",
    "initializers",
    "layers",
    "losses",
    "metrics",
    "models",
    "ops",
    "optimizers",
    "data",
]


def test_every_exported_name_is_there() -> None:
    for name in bml.__all__:
        assert getattr(bml, name) is not None
    assert sorted(bml.__all__) == dir(bml)


@pytest.mark.parametrize("name", MODULES)
def test_every_exported_name_of_a_module_is_there(name: str) -> None:
    module = __import__(f"bml.{name}", fromlist=["*"])
    for exported in module.__all__:
        assert hasattr(module, exported)


def test_an_unknown_name_suggests_a_known_one() -> None:
    with pytest.raises(
        AttributeError, match=r"module 'bml' has no attribute 'Sequentail'; did you mean 'Sequential'\?"
    ):
        bml.Sequentail  # type: ignore[attr-defined]  # noqa: B018


def test_building_a_model_needs_no_tensorflow() -> None:
    program = """
import sys
import bml
assert "numpy" not in sys.modules, "import bml is light"
from bml import layers
model = bml.Sequential([bml.Input((28, 28, 1)), layers.Conv2D(8, 5), layers.Flatten(), layers.Dense(10)])
model.compile("adam", "categorical_crossentropy", ["accuracy"])
data = bml.Dataset.from_arrays([[1.0]], [[1.0]]).map(lambda x, y: (x, y)).shuffle(seed=1).batch(1)
from bmlc.ir import TensorType
model.train_step([TensorType((28, 28, 1), "float32"), TensorType((10,), "float32")])
assert data.element_spec
heavy = [name for name in ("tensorflow", "keras", "rich", "libcst", "sklearn") if name in sys.modules]
assert not heavy, heavy
"""
    subprocess.run([sys.executable, "-c", program], check=True)
