"""A script that sets the seed of everything: what its file may not draw beside it."""

from pathlib import Path

import pytest

from bml.collect import collect
from bmlc.errors import UserError

FILE = """
import keras

import bml

generator = bml.random.SeedGenerator(1)


@bml.script
def run():
    keras.utils.set_random_seed(1)
    print(float(bml.random.normal((1,), seed={})[0]))
"""


def test_draws_need_a_generator(tmp_path: Path) -> None:
    path = tmp_path / "seeds.py"
    path.write_text(FILE.format("None"), encoding="utf-8")
    with pytest.raises(UserError, match="tensors of this file are drawn without a seed") as raised:
        collect(path)
    assert raised.value.loc is not None
    assert raised.value.loc.line == 11


def test_a_generator_of_the_file_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "seeds.py"
    path.write_text(FILE.format("generator"), encoding="utf-8")
    assert "run" in collect(path).scripts
