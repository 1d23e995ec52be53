"""Files of short cases, each with what is made of it, which `--update` writes again.

[case unknown_name]
def main(rate: float = 0.1):
    return rat * 2
[out]
error BML202: rat is not defined
...
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bmlc.ir import TensorType, dim

__all__ = ["Case", "cases_of", "hold_cases", "tensor_type"]

_CASE = re.compile(r"\[case (\w+)(?: (\w+))?\]\n(.*?)(?:\[out\]\n.*?)?(?=\[case |\Z)", re.DOTALL)


@dataclass(frozen=True)
class Case:
    """`[case name option]` and the program below it."""

    name: str
    option: str
    program: str


def cases_of(file: Path) -> list[Case]:
    found = _CASE.finditer(file.read_text(encoding="utf-8"))
    return [Case(match[1], match[2] or "", match[3].strip("\n") + "\n") for match in found]


def hold_cases(file: Path, make: Callable[[Case], str], golden: Callable[[Path, str], None]) -> None:
    """Hold what `make` makes of each case against the file."""
    texts = []
    for case in cases_of(file):
        title = f"{case.name} {case.option}".rstrip()
        texts.append(f"[case {title}]\n{case.program}[out]\n{make(case).rstrip()}\n")
    golden(file, "".join(texts))


def tensor_type(text: str) -> TensorType:
    """`tensor_type("float32[n, 3]")`, as the printer writes types."""
    dtype, _, shape = text.rstrip("]").partition("[")
    return TensorType(tuple(dim(size) for size in shape.split(", ") if size), dtype)  # type: ignore[arg-type]
