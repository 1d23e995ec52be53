"""Each loop, built once for all tests, and what it says in Python, on TensorFlow."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from examples import LOOPS, Loop
from session import Session, open_session

from bml import __version__
from bml.collect import collect
from bmlc.bundle.build import build

from ..native_world import NativeWorld

OF_FIT = re.compile(r"Epoch \d|.*/step")
PythonLines = Callable[[Path, dict[str, Any]], list[str]]


def _needed(loop: Loop) -> list[pytest.MarkDecorator]:
    return [pytest.mark.data("mnist")] if loop.name.startswith("mnist") else []


@pytest.fixture(
    scope="session", params=[pytest.param(loop, marks=_needed(loop)) for loop in LOOPS], ids=lambda loop: loop.name
)
def loop(request: pytest.FixtureRequest) -> Loop:
    found: Loop = request.param
    return found


@pytest.fixture(scope="session")
def bundle(loop: Loop, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("loops") / loop.name
    build(collect(loop.path), out, bml_version=__version__)
    return out


@pytest.fixture(scope="session")
def python_lines(native_world: NativeWorld) -> PythonLines:
    """What a file's `train` logs and prints for arguments as JavaScript names them, without what `fit` says of itself.

    Node's run and the browser's are held to the same lines.
    """
    known: dict[str, list[str]] = {}

    def lines(path: Path, arguments: dict[str, Any]) -> list[str]:
        key = f"{path} {arguments}"
        if key not in known:
            outcome = native_world.run(path, "train", {_python_name(name): arguments[name] for name in arguments})
            assert not outcome.error, outcome.error
            known[key] = [line for line in outcome.printed.splitlines() if line and not OF_FIT.match(line)]
        return known[key]

    return lines


@pytest.fixture
def session(bundle: Path) -> Iterator[Session]:
    with open_session(bundle) as opened:
        yield opened


def _python_name(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
