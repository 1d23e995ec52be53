"""A name that a module, class or object does not have: the nearest one, at the user's line, in any kind of code."""

from __future__ import annotations

from pathlib import Path

import pytest

from bml.collect import collect
from bmlc.errors import UserError, UserErrors

HELPER = """
class Tool:
    def sharpen(self):
        return 1


def run_all():
    return 1
"""
FILE = {
    "bml.layers.Conv2d(3, 3)": ("the module keras.layers has no Conv2d", "Conv2D"),
    "bml.layers.maxpooling2d()": ("the module keras.layers has no maxpooling2d", "MaxPooling2D"),
    "bml.layer.Dense(3)": ("the module bml has no layer", "layers"),
    "bml.optimizers.Adma(0.1)": ("the module keras.optimizers has no Adma", "Adam"),
    "bml.Sequental([])": ("the module bml has no Sequental", "Sequential"),
    "bml.Dataset.form_arrays(1)": ("the class Dataset has no form_arrays", "from_arrays"),
    "bml.Sequential([bml.Input((2,))]).sumary()": ("an object of Sequential has no sumary", "summary"),
    "np.zeroes(3)": ("the module numpy has no zeroes", "zeros"),
    "np.random.default_rgn(0)": ("the module numpy.random has no default_rgn", "default_rng"),
    "helper.run_al()": ("the module helper has no run_al", "run_all"),
    "helper.Tool().sharpn()": ("an object of Tool has no sharpn", "sharpen"),
    "from bml.layers import Dence": ("the module keras.layers has no Dence", "Dense"),
    "from bml import laers": ("the module bml has no laers", "layers"),
    "import bml.layrs": ("the module bml has no layrs", "layers"),
    "import numpy.linal": ("the module numpy has no linal", "linalg"),
    "from numpy.rndom import default_rng": ("the module numpy has no rndom", "random"),
    "from helper import run_every": ("the module helper has no run_every", None),
    "nmupy.zeros(3)": ("the name nmupy is not defined", None),
    "hleper.run_all()": ("the name hleper is not defined", "helper"),
    "pritn(1)": ("the name pritn is not defined", "print"),
    "np.zeros(3).ravle()": ("an object of ndarray has no ravle", "ravel"),
    "None.upper()": ("None has no upper", None),
    "bml.layers.Nothing_like_it": ("the module keras.layers has no Nothing_like_it", None),
}


def caught(folder: Path, text: str) -> UserError:
    (folder / "helper.py").write_text(HELPER, encoding="utf-8")
    (folder / "program.py").write_text(text, encoding="utf-8")
    with pytest.raises((UserError, UserErrors)) as error:
        collect(folder / "program.py")
    (only,) = error.value.errors
    return only


def check(error: UserError, message: str, near: str | None, line: int) -> None:
    assert (error.code, error.message) == ("BML202", message)
    assert error.hint == (f"did you mean {near}?" if near else None)
    assert error.loc is not None
    assert (Path(error.loc.file).name, error.loc.line) == ("program.py", line)


@pytest.mark.parametrize("code", FILE)
def test_at_the_top_of_a_file(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(__import__("sys").modules, "helper", raising=False)
    check(caught(tmp_path, f"import bml\nimport numpy as np\nimport helper\n\n{code}\n"), *FILE[code], line=5)


@pytest.mark.parametrize("code", ["bml.ops.sofmax(x)", "bml.ops.softMax(x)", "bml.op.softmax(x)", "x.reshap((1,))"])
def test_while_a_function_is_traced(code: str, tmp_path: Path) -> None:
    text = f"import bml\n\n\n@bml.function\ndef f(x: bml.TensorSpec((2,))):\n    return {code}\n"
    error = caught(tmp_path, text)
    assert error.code == "BML202"
    assert error.loc is not None
    assert error.loc.line == 6
    assert error.hint is None or error.hint.startswith("did you mean ")
    assert error.hint is not None or "x.reshap" in code


def test_an_error_that_the_file_raises_itself_keeps_its_words(tmp_path: Path) -> None:
    error = caught(tmp_path, "raise AttributeError('no such thing')\n")
    assert (error.code, error.message) == ("BML301", "AttributeError: no such thing")


def test_a_missing_package_is_not_a_name(tmp_path: Path) -> None:
    error = caught(tmp_path, "import nothing_of_the_kind.part\n")
    assert (error.code, error.hint) == (
        "BML301",
        "install nothing_of_the_kind into this Python, or remove the import",
    )
