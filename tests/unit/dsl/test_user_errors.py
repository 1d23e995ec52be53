"""What users read of mistakes with what is bml's own: the whole text, with the frame and the caret in their file.

The slips that Keras's ways bring are in tests/unit/diagnostics.
"""

# ruff: noqa: E501 - the messages stand as they are printed

from __future__ import annotations

import textwrap
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import bml
from bml.collect import collect
from bmlc.errors import UserError

HEADER = "import bml\nfrom bml import layers\nimport numpy as np\n"

# A user's program, and what it is told. Line 4 is the first one below the imports.
CASES: dict[str, tuple[str, str]] = {
    "shuffle with a buffer size": (
        "bml.Dataset.from_tensor_slices(np.zeros(4)).shuffle(1024)",
        """
        error BML102: Dataset.shuffle: too many positional arguments
         --> user.py:4:1
          |
        4 | bml.Dataset.from_tensor_slices(np.zeros(4)).shuffle(1024)
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          = hint: the arguments of Dataset.shuffle are seed, reshuffle_each_iteration
        """,
    ),
    "split after a shuffle that changes": (
        "bml.Dataset.from_tensor_slices(np.zeros(4)).shuffle(seed=1).split(0.5)",
        """
        error BML102: split expects an order that stays, received a shuffle that changes it with each iteration
         --> user.py:4:1
          |
        4 | bml.Dataset.from_tensor_slices(np.zeros(4)).shuffle(seed=1).split(0.5)
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          = hint: use shuffle(reshuffle_each_iteration=False) before split
        """,
    ),
    "arrays of different lengths": (
        "bml.Dataset.from_arrays(np.zeros(4), np.zeros(5))",
        """
        error BML101: from_tensor_slices expects arrays of one length, received shapes (4,), (5,)
         --> user.py:4:1
          |
        4 | bml.Dataset.from_arrays(np.zeros(4), np.zeros(5))
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    "integers beyond 32 bits": (
        "bml.Dataset.from_tensor_slices(np.array([0, 2**40]))",
        """
        error BML303: expected integers that int32 holds, received values from 0 to 1099511627776
         --> user.py:4:1
          |
        4 | bml.Dataset.from_tensor_slices(np.array([0, 2**40]))
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    "types that are not annotated": (
        "@bml.function\ndef classify(image):\n    return image\nclassify.traced()",
        """
        error BML102: classify needs the type of each parameter (image) to be traced
         --> user.py:5:1
          |
        5 | def classify(image):
          | ^^^^^^^^^^^^^^^^^^^^
          = hint: annotate its parameters, as in `image: bml.Image(28, 28, 1)`, `x: bml.TensorSpec((None, 4))` or `rate: float`
        """,
    ),
    "letters of several bytes": (
        "größe = 'ключ', bml.Image(8, 8, 2)",
        """
        error BML102: Image expects 1, 3 or 4 channels, received channels=2
         --> user.py:4:17
          |
        4 | größe = 'ключ', bml.Image(8, 8, 2)
          |                 ^^^^^^^^^^^^^^^^^^
        """,
    ),
    "a tab": (
        "if True:\n\tbml.Image(8, 8, 2)",
        """
        error BML102: Image expects 1, 3 or 4 channels, received channels=2
         --> user.py:5:2
          |
        5 | \tbml.Image(8, 8, 2)
          | \t^^^^^^^^^^^^^^^^^^
        """,
    ),
    "an annotation's arguments": (
        "bml.Image(28, 28, 2)",
        """
        error BML102: Image expects 1, 3 or 4 channels, received channels=2
         --> user.py:4:1
          |
        4 | bml.Image(28, 28, 2)
          | ^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    "a share above one": (
        "bml.Dataset.from_arrays(np.zeros(4)).split(1.5)",
        """
        error BML102: split expects a share between 0 and 1, or a whole number of elements, received 1.5
         --> user.py:4:1
          |
        4 | bml.Dataset.from_arrays(np.zeros(4)).split(1.5)
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_message(case: str, tmp_path: Path) -> None:
    code, expected = CASES[case]
    with pytest.raises(UserError) as caught:
        run(HEADER + code, tmp_path / "user.py")
    assert str(caught.value) == textwrap.dedent(expected).strip()


def test_a_script_that_stands_in_no_file(tmp_path: Path) -> None:
    (tmp_path / "user.py").write_text("import bml\nexec('@bml.script\\ndef train(): pass')\n", encoding="utf-8")
    with pytest.raises(
        UserError, match=r"expected train, a @bml\.script, to stand in a file, received code of <string>"
    ):
        collect(tmp_path / "user.py")


@pytest.mark.parametrize("bug", ["{}['a']", "1 // 0", "len(1)", "(lambda: 0)(1)"])
def test_bugs_of_our_functions_for_keras_are_no_mistakes_of_the_user(
    bug: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope: dict[str, Any] = {}
    ours = Path(str(bml.__file__)).parent / "keras" / "backend" / "nn.py"
    exec(compile(f"def silu(x):\n    return {bug}\n", str(ours), "exec"), scope)
    monkeypatch.setattr("keras.src.backend.nn.silu", scope["silu"])
    (tmp_path / "user.py").write_text("import bml\nbml.ops.silu([1.0])\n", encoding="utf-8")
    with pytest.raises((LookupError, ArithmeticError, TypeError)):
        collect(tmp_path / "user.py")


def run(source: str, path: Path) -> dict[str, Any]:
    path.write_text(source, encoding="utf-8")
    module = ModuleType("user")
    exec(compile(source, str(path), "exec"), module.__dict__)
    return module.__dict__
