"""What emitted scripts import of `@bml/runtime/python`: Python's meaning where JavaScript's differs."""

from __future__ import annotations

from collections.abc import Iterable

from bmlc.emit import js

__all__ = ["PYTHON", "python_imports"]

_MODULES: dict[str, tuple[str, ...]] = {
    "exceptions": (
        "ArithmeticError",
        "AssertionError",
        "AttributeError",
        "IndexError",
        "KeyError",
        "LookupError",
        "NameError",
        "NotImplementedError",
        "OverflowError",
        "PythonError",
        "RuntimeError",
        "StopIteration",
        "TimeoutError",
        "TypeError",
        "UnboundLocalError",
        "ValueError",
        "ZeroDivisionError",
    ),
    "lists": ("deleteItem", "setItem"),
    "names": ("bound", "unpack"),
    "owned_items": ("exchangeItem", "exchangeValue", "takeItem", "takeValues"),
    "structure": ("nested",),
    "numbers": ("divide", "floatFloorDivide", "floatModulo", "floorDivide", "int", "modulo", "range"),
}

# The module that each helper comes from. No local of a script is called like one of them.
PYTHON: dict[str, str] = {helper: module for module, helpers in _MODULES.items() for helper in helpers}


def python_imports(helpers: Iterable[str]) -> list[js.Import]:
    """The imports of these helpers, by module."""
    wanted: dict[str, set[str]] = {}
    for helper in helpers:
        wanted.setdefault(PYTHON[helper], set()).add(helper)
    return [
        js.Import(tuple(sorted(names)), f"@bml/runtime/python/{module}.js") for module, names in sorted(wanted.items())
    ]
