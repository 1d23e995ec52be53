"""`bml.build`: the folder, the errors of the file, and no build in a build."""

from __future__ import annotations

from pathlib import Path

import pytest

import bml
from bmlc.errors import UserError, UserErrors

PROGRAM = """\
import bml

model = bml.Sequential([bml.Input((4,)), bml.layers.Dense(2)])


@bml.function
def score(x: bml.TensorSpec((None, 4))):
    return model(x)
"""


def test_the_folder_is_that_of_the_command(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")
    folder = bml.build(tmp_path / "program.py", tmp_path / "site", backends=["cpu"])
    assert folder == tmp_path / "site"
    assert (folder / "index.html").is_file()


def test_an_error_of_the_file_is_raised_here(tmp_path: Path) -> None:
    file = tmp_path / "program.py"
    file.write_text(PROGRAM.replace("return model(x)", "return model(x[:, :3])"), encoding="utf-8")
    with pytest.raises(UserError) as caught:
        bml.build(file, tmp_path / "site")
    assert str(caught.value) == (
        "error BML101: Dense has weights for inputs of size 4 along axis -1, received shape (None, 3)\n"
        " --> program.py:8:12\n"
        "  |\n"
        "8 |     return model(x[:, :3])\n"
        "  |            ^^^^^^^^^^^^^^^\n"
        "  = note: Dense was made here\n"
        " --> program.py:3:42\n"
        "  |\n"
        "3 | model = bml.Sequential([bml.Input((4,)), bml.layers.Dense(2)])\n"
        "  |                                          ^^^^^^^^^^^^^^^^^^^\n"
        "  = hint: give it inputs of that size, or make a layer of its own for these"
    )
    assert not (tmp_path / "site").exists()


def test_a_file_that_builds_itself_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "program.py"
    file.write_text(f"{PROGRAM}\n\nbml.build(__file__)\n", encoding="utf-8")
    with pytest.raises((UserError, UserErrors), match=r"bml\.build was called by a file that is being built"):
        bml.build(file, tmp_path / "site")
