"""Every script of `tensors/*.py` in Python, on TensorFlow, and built, in Node: the same lines, results and ends.

In Node each script also runs on a device that fails at an operation, and is stopped at a step, once for each of all its
operations and steps: whatever happens, no tensor is left.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bmlc.scripts.printing.names import APP_MEMBERS, KeyedNames

from ..native_world import NativeWorld
from ..unit.scripts.ownership.node import ScriptOutcome, run_scripts
from .outcomes import NUMBER

FILES = sorted((Path(__file__).parent / "tensors").glob("*.py"))
SCRIPT = re.compile(r"^@bml\.script\ndef (\w+)", re.MULTILINE)
PROGRAMS = [(path, name) for path in FILES for name in SCRIPT.findall(path.read_text(encoding="utf-8"))]
FEWEST = 90
TOLERANCE = 1e-4


@pytest.fixture(scope="module")
def in_node(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ScriptOutcome]:
    return run_scripts(FILES, tmp_path_factory.mktemp("tensors"), everywhere=True)


def test_there_are_many() -> None:
    assert len(PROGRAMS) >= FEWEST


@pytest.mark.parametrize(("path", "name"), PROGRAMS, ids=lambda part: part if isinstance(part, str) else part.stem)
def test_script(path: Path, name: str, in_node: dict[str, ScriptOutcome], native_world: NativeWorld) -> None:
    received = in_node[f"{path.stem}.{KeyedNames(APP_MEMBERS)(name, name)}"]
    expected = native_world.run(path, name)
    assert received.error == expected.error
    assert differing_lines(expected.printed.splitlines(), received.printed) == []
    assert same_value(expected.result, received.result), (expected.result, received.result)
    assert received.disturbed == received.calls + received.steps
    assert received.leaks == []
    assert received.frees == []


def test_differences_are_seen() -> None:
    assert differing_lines(["a 0.50001"], ["a 0.50002"]) == []
    assert differing_lines(["a 0.5"], ["a 0.6"]) == [("a 0.5", "a 0.6")]
    assert differing_lines(["a 0.5"], ["b 0.5"]) == [("a 0.5", "b 0.5")]
    assert differing_lines(["a"], []) == [("a", None)]
    assert not same_value({"shape": [1], "dtype": "int32", "data": [1]}, {"shape": [1], "dtype": "int32", "data": [2]})
    assert not same_value([1.0], [1.0, 2.0])


def differing_lines(expected: list[str], received: list[str]) -> list[tuple[str | None, str | None]]:
    count = max(len(expected), len(received))
    first, second = (lines + [None] * (count - len(lines)) for lines in (expected, received))
    return [(one, other) for one, other in zip(first, second, strict=True) if not _same_line(one, other)]


def same_value(expected: Any, received: Any) -> bool:
    """Equal, floats to rounding."""
    match expected, received:
        case list(), list():
            return len(expected) == len(received) and all(map(same_value, expected, received))
        case {"pairs": pairs}, Mapping():  # a dictionary whose keys are known is an object
            return same_value(pairs, received.get("pairs", [[key, item] for key, item in received.items()]))
        case Mapping(), Mapping():
            return expected.keys() == received.keys() and all(
                same_value(expected[key], received[key]) for key in expected
            )
        case {"shape": [], "data": [only]}, int() | float():  # a scalar of NumPy's is a plain number to the page
            return same_value(only, received)
        case (float(), _) | (_, float()):
            return isinstance(received, int | float) and _close(expected, received)
        case _:
            return bool(expected == received)


def _same_line(expected: str | None, received: str | None) -> bool:
    if expected is None or received is None:
        return expected == received
    pairs = zip(NUMBER.findall(expected), NUMBER.findall(received), strict=False)
    same = NUMBER.split(expected) == NUMBER.split(received)
    return same and all(one == other or _close(float(one), float(other)) for one, other in pairs)


def _close(one: float, other: float) -> bool:
    # Printed digits may turn at the last one.
    return math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=2 * TOLERANCE)
