"""The programs of the corpus: functions at the top level of `corpus/*.py`, but for those that begin with _.

The others, and classes, are what the programs of their file use."""

from __future__ import annotations

import ast
import importlib.util
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Program:
    """One function of a file."""

    path: Path
    name: str
    source: str

    @property
    def id(self) -> str:
        return f"{self.path.stem}.{self.name}"


def corpus() -> list[Program]:
    """All programs, in the order of their files' names and then as they stand."""
    return [program for path in sorted((HERE / "corpus").glob("*.py")) for program in programs_of(path)]


def programs_of(path: Path) -> Iterator[Program]:
    """The functions of a file."""
    text = path.read_text(encoding="utf-8")
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield Program(path, node.name, ast.get_source_segment(text, node) or "")


def load(path: Path) -> ModuleType:
    """Import a file that is no module of any package."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module  # as a build does: dataclasses look their module up, and so do blocks of tapes
    spec.loader.exec_module(module)
    return module


def function_of(program: Program, module: ModuleType) -> Callable[..., Any]:
    """The Python function."""
    found = getattr(module, program.name)
    assert callable(found)
    return found  # type: ignore[no-any-return]
