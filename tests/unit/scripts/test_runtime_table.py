"""The helpers that emitted scripts may import are those that the runtime's modules export."""

from __future__ import annotations

import re
from pathlib import Path

from bmlc.bundle import vendor
from bmlc.emit.js import Import
from bmlc.scripts.printing.runtime import PYTHON, python_imports


def test_every_helper_is_exported_by_its_module() -> None:
    sources = vendor.runtime_sources()
    exported = {
        module: set(re.findall(r"^export (?:async )?(?:function\*?|const|class) (\w+)", _text(sources, module), re.M))
        for module in PYTHON.values()
    }
    assert {helper: module for helper, module in PYTHON.items() if helper not in exported[module]} == {}


def _text(sources: Path, module: str) -> str:
    return (sources / f"{module if '/' in module else f'python/{module}'}.ts").read_text(encoding="utf-8")


def test_imports_stand_by_module() -> None:
    assert python_imports(["sum", "int", "Dict", "modulo"]) == [
        Import(("sum",), "@bml/runtime/python/aggregate.js"),
        Import(("Dict",), "@bml/runtime/python/dict.js"),
        Import(("int", "modulo"), "@bml/runtime/python/numbers.js"),
    ]
