"""Python's arithmetic in JavaScript: `runtime_js/src/python/numbers.ts` against CPython."""

from __future__ import annotations

import itertools
import json
import math
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bmlc.bundle import vendor

INTS = [0, 1, -1, 2, 3, -3, 7, -7, 64, 10**6, 2**53 - 1, 1 - 2**53]
FLOATS = [0.0, -0.0, 0.5, -0.5, 1.0, 1.5, -2.5, 0.1, -0.1, 0.3, 1e300, 1e-300, 3.0, -3.0, 1e16]
RANGES = [(5,), (0,), (-3,), (2, 5), (5, 2), (0, 10, 3), (10, 0, -3), (0, 10, -1), (10, 0, 3), (0, 1, 5)]


@pytest.fixture(scope="module")
def numbers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("node") is None:
        reason = "expected node on the PATH"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    module = tmp_path_factory.mktemp("numbers") / "numbers.mjs"
    source = vendor.runtime_sources() / "python" / "numbers.ts"
    subprocess.run([vendor.esbuild(), source, f"--outfile={module}", "--log-level=error"], check=True)
    return module


def in_node(module: Path, calls: list[tuple[str, tuple[float, ...]]]) -> list[Any]:
    """Each call's result; -0 as "-0", an error as its message."""
    program = f"""
      import * as numbers from {json.dumps(module.as_uri())};
      const show = (value) => Object.is(value, -0) ? "-0" : Number.isFinite(value) ? value : String(value);
      console.log(JSON.stringify({json.dumps(calls)}.map(([name, values]) => {{
        try {{
          const result = numbers[name](...values);
          return name === "range" ? [...result] : show(result);
        }} catch (error) {{
          return error.message;
        }}
      }})));
    """
    done = subprocess.run(["node", "--input-type=module", "-e", program], capture_output=True, text=True, check=True)
    return list(json.loads(done.stdout))


def shown(value: float) -> Any:
    if value == 0 and math.copysign(1, value) < 0:
        return "-0"
    return value if math.isfinite(value) else {math.inf: "Infinity", -math.inf: "-Infinity"}.get(value, "NaN")


def divide(a: float, b: float) -> float:
    return a / b


def floor_divide(a: float, b: float) -> float:
    return a // b


def modulo(a: float, b: float) -> float:
    return a % b


@pytest.mark.parametrize(
    ("name", "python", "values"),
    [
        ("divide", divide, INTS),
        ("divide", divide, FLOATS),
        ("floorDivide", floor_divide, INTS),
        ("floatFloorDivide", floor_divide, FLOATS),
        ("modulo", modulo, INTS),
        ("floatModulo", modulo, FLOATS),
    ],
)
def test_like_cpython(name: str, python: Callable[[float, float], float], values: list[float], numbers: Path) -> None:
    pairs = [(a, b) for a, b in itertools.product(values, values) if b != 0]
    received = in_node(numbers, [(name, pair) for pair in pairs])
    wrong = {pair: result for pair, result in zip(pairs, received, strict=True) if result != shown(python(*pair))}
    assert not wrong


def test_division_by_zero(numbers: Path) -> None:
    calls = [(name, (1, 0)) for name in ("divide", "floorDivide", "modulo")]
    assert in_node(numbers, calls) == ["division by zero"] * 3


def test_ranges(numbers: Path) -> None:
    assert in_node(numbers, [("range", bounds) for bounds in RANGES]) == [list(range(*bounds)) for bounds in RANGES]
    assert in_node(numbers, [("range", (0, 1, 0))]) == ["range() arg 3 must not be zero"]


def test_ints_stay_exact_or_fail(numbers: Path) -> None:
    assert in_node(numbers, [("int", (2**53 - 1,))]) == [2**53 - 1]
    assert in_node(numbers, [("int", (2**53,))]) == [
        "expected an int within 2**53, where numbers of JavaScript are exact, received 9007199254740992."
    ]
