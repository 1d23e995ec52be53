"""Everything that is wrong in a file is told at once, where one error does not follow from another."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from bml.collect import collect
from bmlc.bundle.compile import compile_program
from bmlc.errors import UserError, UserErrors

from .catalogue import EXAMPLES

PROGRAM = """\
import bml

digits, held_out = bml.datasets.digits()


@bml.script
def train(epochs: int = 1):
    return epoch


@bml.function
def classify(image: bml.Image(8, 8, 1)):
    return image @ image


@bml.script
def measure():
    return digit
"""
LAYER = """\
import bml


class Own(bml.layers.Layer):
    def __init__(self):
        super().__init__()
        self.dense = bml.layers.Dense(3)

    def call(self, x):
        return self.dense(bml.ops.zeros((bml.ops.argmax(x[0]), 3)))


Own()(bml.Input((4,)))
"""


def test_of_scripts_and_functions(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")
    with pytest.raises(UserErrors) as caught:
        collect(tmp_path / "program.py")
    found = [(error.code, error.loc and error.loc.line) for error in caught.value.errors]
    assert found == [("BML202", 8), ("BML101", 13), ("BML202", 18)]
    assert str(caught.value).endswith("\n\n3 errors")


def test_of_what_is_compiled(tmp_path: Path) -> None:
    pooled = EXAMPLES["BML104"].program
    second = pooled[pooled.index("@bml.function") :].replace("score", "grade").replace("penalty", "second")
    twice = pooled + second.replace("train", "again").replace("model(", "other(")
    made = pooled[pooled.index("model = ") : pooled.index("@bml.function")].replace("model", "other")
    (tmp_path / "program.py").write_text(twice.replace("@bml.function", made + "@bml.function", 1), encoding="utf-8")
    program = collect(tmp_path / "program.py")
    with pytest.raises(UserErrors) as caught:
        compile_program(program, ("cpu",))
    assert [(error.code, error.loc and error.loc.line) for error in caught.value.errors] == [
        ("BML104", 7),
        ("BML104", 15),
    ]


def test_a_layer_that_fails_while_it_is_built_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(LAYER, encoding="utf-8")
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        with pytest.raises(UserError, match="sizes that are ints"):
            collect(tmp_path / "program.py")
    assert warned == []
