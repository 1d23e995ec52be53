"""Calls of `runtime_js/src/python` in Node, held against what CPython gives for the same arguments."""

from __future__ import annotations

import json
import math
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bmlc.bundle import vendor

__all__ = ["BEYOND", "Call", "differences", "within"]

BEYOND = "beyond 2**53"  # stands for the message of ours where Python's ints go on
_PROGRAM = """
import * as python from "./all.mjs";
import { readFileSync } from "node:fs";
const special = { nan: NaN, inf: Infinity, "-inf": -Infinity, "-0": -0 };
const read = (value) => (Array.isArray(value) ? value.map(read) : value?.special ? special[value.special] : value);
const write = (value) => {
  if (Object.is(value, -0)) return { special: "-0" };
  if (typeof value === "number" && !Number.isFinite(value)) {
    return { special: Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf" };
  }
  return typeof value === "object" && value !== null ? Array.from(value, write) : value;
};
const results = JSON.parse(readFileSync("calls.json", "utf8")).map(([name, values]) => {
  try {
    return write(python[name](...read(values)));
  } catch (error) {
    return { error: error.name, message: error.message };
  }
});
console.log(JSON.stringify(results));
"""


@dataclass(frozen=True)
class Call:
    """A helper with its arguments, and what gives the same in Python."""

    helper: str
    arguments: tuple[Any, ...]
    python: Callable[..., Any]


def within(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function`, with our error where an int is beyond 2**53."""

    def limited(*arguments: Any) -> Any:
        result = function(*arguments)
        if isinstance(result, int) and abs(result) > 2**53 - 1:
            raise OverflowError(BEYOND)
        return result

    return limited


def differences(calls: Sequence[Call], folder: Path) -> list[str]:
    """The calls that end differently, or give other values: texts and ints exactly, floats to 11 digits."""
    modules = sorted((vendor.runtime_sources() / "python").glob("*.ts"))
    (folder / "all.ts").write_text("".join(f"export * from {json.dumps(str(path))};\n" for path in modules))
    linked = ("--bundle", "--format=esm", f"--outfile={folder / 'all.mjs'}", "--log-level=error")
    subprocess.run([vendor.esbuild(), folder / "all.ts", *linked], check=True)
    (folder / "calls.json").write_text(json.dumps([[call.helper, _written(call.arguments)] for call in calls]))
    (folder / "main.mjs").write_text(_PROGRAM)
    done = subprocess.run(["node", "main.mjs"], cwd=folder, capture_output=True, text=True, check=True, timeout=120)
    wrong = []
    for call, received in zip(calls, json.loads(done.stdout), strict=True):
        expected = _outcome(call)
        if not _same(expected, received):
            wrong.append(f"{call.helper}{call.arguments!r}: expected {expected!r}, received {received!r}")
    return wrong


def _outcome(call: Call) -> Any:
    try:
        return _written(call.python(*call.arguments))
    except Exception as error:
        return {"error": type(error).__name__, "message": str(error)}


def _written(value: Any) -> Any:
    if isinstance(value, float):
        if value == 0 and math.copysign(1, value) < 0:
            return {"special": "-0"}
        if not math.isfinite(value):
            return {"special": str(value)}
    return [_written(item) for item in value] if isinstance(value, list | tuple | range) else value


def _same(expected: Any, received: Any) -> bool:
    if isinstance(expected, dict) and expected.get("message") == BEYOND:
        return isinstance(received, dict) and received.get("error") == expected["error"]
    if isinstance(expected, list) and isinstance(received, list):
        return len(expected) == len(received) and all(map(_same, expected, received))
    if isinstance(expected, float) and isinstance(received, int | float):
        return math.isclose(expected, received, rel_tol=1e-11)
    return bool(expected == received)
