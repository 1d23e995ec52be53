"""Eighty training loops, written from those counted in public repositories by somebody who had not seen the compiler.

Each in Python, on TensorFlow, and built, in Node, as `test_tensors.py` runs its scripts, but disturbed at the first
operations and at some of those that follow; `--everywhere` takes all of them, for minutes. Those of `OPEN` may be
refused; none may give something else.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bml.collect import collect
from bmlc.errors import UserError, UserErrors
from bmlc.scripts.printing.names import APP_MEMBERS, KeyedNames

from ..native_world import NativeWorld
from ..unit.scripts.ownership.node import ScriptOutcome, run_scripts
from .test_tensors import differing_lines, same_value

FILES = sorted((Path(__file__).parent / "loops").glob("*.py"))
SCRIPT = re.compile(r"^@bml\.script\ndef (\w+)", re.MULTILINE)
SCRIPTS = [(path, name) for path in FILES for name in SCRIPT.findall(path.read_text(encoding="utf-8"))]
COUNT = 80
OPEN = {
    "own_callback_fit": "callbacks of fit",
}


@pytest.fixture(scope="module")
def refused() -> dict[str, str]:
    found = {}
    for path in FILES:
        try:
            if path.stem in OPEN:
                collect(path)
        except (UserError, UserErrors, AssertionError) as error:
            found[path.stem] = str(error)
    return found


@pytest.fixture(scope="module")
def in_node(
    refused: dict[str, str], tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> dict[str, ScriptOutcome]:
    taken = [path for path in FILES if path.stem not in refused]
    return run_scripts(taken, tmp_path_factory.mktemp("loops"), pytestconfig.getoption("--everywhere"))


def test_there_are_eighty_and_few_are_open() -> None:
    assert len(FILES) == COUNT
    assert {path.stem for path in FILES} >= OPEN.keys()


@pytest.mark.parametrize(("path", "name"), SCRIPTS, ids=lambda part: part if isinstance(part, str) else part.stem)
def test_loop(
    path: Path, name: str, refused: dict[str, str], in_node: dict[str, ScriptOutcome], native_world: NativeWorld
) -> None:
    if path.stem in refused:
        assert "error BML" in refused[path.stem]
        return
    received = in_node[f"{path.stem}.{KeyedNames(APP_MEMBERS)(name, name)}"]
    expected = native_world.run(path, name)
    assert received.error == expected.error == ""
    lines = expected.printed.removesuffix("\n").split("\n") if expected.printed else []  # a \r ends none
    assert differing_lines(lines, received.printed) == []
    assert same_value(expected.result, received.result), (expected.result, received.result)
    assert received.leaks == []
    assert received.frees == []
