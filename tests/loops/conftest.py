"""Each loop, built once for all tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from examples import LOOPS, Loop
from session import Session, open_session

from bml import __version__
from bml.collect import collect
from bmlc.bundle.build import build


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


@pytest.fixture
def session(bundle: Path) -> Iterator[Session]:
    with open_session(bundle) as opened:
        yield opened
