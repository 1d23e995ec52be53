"""`bml.build` beside a Keras on another backend than a build's."""

from __future__ import annotations

from pathlib import Path

import keras
import pytest

import bml
from bmlc.errors import UserError

PROGRAM = """\
import bml


@bml.function
def scale(x: bml.TensorSpec((None, 4))):
    return bml.ops.softmax(x)
"""


def test_a_build_is_a_process_of_its_own(tmp_path: Path) -> None:
    assert keras.backend.backend() == "tensorflow"
    file = tmp_path / "program.py"
    file.write_text(PROGRAM, encoding="utf-8")
    assert (bml.build(file, tmp_path / "site", backends=["cpu"]) / "index.html").is_file()
    file.write_text(PROGRAM.replace("softmax", "sofmax"), encoding="utf-8")
    with pytest.raises(UserError, match=r"the module keras\.ops has no sofmax") as caught:
        bml.build(file, tmp_path / "site")
    assert caught.value.hint == "did you mean softmax?"
