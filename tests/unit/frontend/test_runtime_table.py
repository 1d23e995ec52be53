"""The helpers that emitted scripts may import are those that the runtime's modules export."""

from __future__ import annotations

import re

from bmlc.bundle import vendor
from bmlc.emit.js import Import
from bmlc.frontend import python_imports
from bmlc.frontend.generate.runtime import PYTHON


def test_every_helper_is_exported_by_its_module() -> None:
    folder = vendor.runtime_sources() / "python"
    exported = {
        path.stem: set(re.findall(r"^export (?:function\*?|const|class) (\w+)", path.read_text(encoding="utf-8"), re.M))
        for path in folder.glob("*.ts")
    }
    assert {helper: module for helper, module in PYTHON.items() if helper not in exported[module]} == {}


def test_imports_stand_by_module() -> None:
    assert python_imports(["sum", "int", "Dict", "modulo"]) == [
        Import(("sum",), "@bml/runtime/python/aggregate.js"),
        Import(("Dict",), "@bml/runtime/python/dict.js"),
        Import(("int", "modulo"), "@bml/runtime/python/numbers.js"),
    ]
