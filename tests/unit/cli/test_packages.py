"""Packages that are absent or broken end a command with one message; those that are there keep quiet."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

MAIN = "from bml.cli import main; main()"
PROGRAM = "import bml\nfrom bml import layers\n\n\n@bml.script\ndef main():\n    print('ran')\n"
OF_TENSORFLOW = "import tensorflow as tf\nimport bml\n\n\n@bml.script\ndef main():\n    print('ran')\n"
BROKEN = "raise ImportError('libcudart.so.12: cannot open shared object file')\n"
# Python as it is without the packages that ABSENT names.
SITE = """\
import os
from importlib.machinery import PathFinder

find = PathFinder.find_spec
absent = os.environ["ABSENT"].split(",")
PathFinder.find_spec = lambda name, *rest: None if name in absent else find(name, *rest)
"""


def ran(
    folder: Path, command: str, program: str = PROGRAM, *, absent: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """`bml COMMAND program.py`; `environment` says what Python finds first, too."""
    (folder / "program.py").write_text(program)
    (folder / "sitecustomize.py").write_text(SITE)
    kept = {name: value for name, value in os.environ.items() if name not in ("KERAS_BACKEND", "TF_CPP_MIN_LOG_LEVEL")}
    given = {"ABSENT": absent, "PYTHONPATH": os.pathsep.join([str(folder), *sys.path]), **environment}
    words = [sys.executable, "-c", MAIN, command, "program.py"]
    return subprocess.run(words, cwd=folder, env=kept | given, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(
    ("command", "absent", "backend", "message"),
    [
        ("run", "jax", "jax", "error BML403: Keras is to run on jax, which is not installed"),
        ("run", "torch", "torch", "error BML403: Keras is to run on torch, which is not installed"),
        ("run", "", "theano", "error BML403: Keras has no backend 'theano'"),
        ("run", "tensorflow,jax,torch", "", "error BML403: bml run needs TensorFlow, which is not installed"),
        ("run", "keras", "", "error BML403: bml needs Keras, which is not installed"),
        ("build", "keras", "", "error BML403: bml needs Keras, which is not installed"),
        ("inspect", "keras", "", "error BML403: bml needs Keras, which is not installed"),
        ("parity", "tensorflow", "", "error BML403: bml parity needs tensorflow, which is not installed"),
    ],
)
def test_absent(tmp_path: Path, command: str, absent: str, backend: str, message: str) -> None:
    result = ran(tmp_path, command, absent=absent, **({"KERAS_BACKEND": backend} if backend else {}))
    assert (result.returncode, result.stderr.splitlines()[0]) == (1, message)
    assert "= hint: " in result.stderr
    assert ("2 | from bml import layers" in result.stderr) == bool(backend)  # where the file asks for Keras


def test_a_tensorflow_that_cannot_be_imported(tmp_path: Path) -> None:
    (tmp_path / "tensorflow").mkdir()
    (tmp_path / "tensorflow" / "__init__.py").write_text(BROKEN)
    result = ran(tmp_path, "run")
    message = "error BML403: Keras cannot be imported: libcudart.so.12: cannot open shared object file"
    assert (result.returncode, result.stderr.splitlines()[0]) == (1, message)
    assert "2 | from bml import layers" in result.stderr


@pytest.mark.parametrize("command", ["run", "inspect"])
def test_tensorflow_says_nothing_of_itself(tmp_path: Path, command: str) -> None:
    result = ran(tmp_path, command, OF_TENSORFLOW)
    assert (result.returncode, result.stderr) == (0, "")


def test_who_asks_for_its_log_gets_it(tmp_path: Path) -> None:
    assert ran(tmp_path, "run", OF_TENSORFLOW, TF_CPP_MIN_LOG_LEVEL="0").stderr


def test_a_python_that_is_too_old() -> None:
    code = "import sys; sys.version_info = (3, 10); import bml"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.stderr.splitlines()[-1].startswith("ImportError: bml needs Python 3.11 or newer, this is ")
