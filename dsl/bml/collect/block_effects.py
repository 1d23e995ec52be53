"""What functions of the file do besides computing tensors: a block that is traced would do it once, as you build."""

from __future__ import annotations

import dis
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FunctionType, ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from bml.collect.resolving import is_beside

__all__ = ["Effects", "effects_of"]

_CHANGING = frozenset(("append", "clear", "extend", "insert", "pop", "popitem", "remove", "setdefault", "update"))


@dataclass
class Effects:
    """Of a function with all that it calls: the first thing that it must not do, and the file's containers it reads."""

    refused: str | None = None
    reads: dict[str, object] = field(default_factory=dict)


def effects_of(function: Callable[..., Any], path: Path, classes: Sequence[type], what: str) -> Effects:
    """
    Args:
        function: Of a block, or a method.
        path: The user's file.
        classes: Of objects whose methods it may call.
        what: It is, for the message.
    """
    found, seen = Effects(), set[CodeType]()
    waiting: list[tuple[CodeType, Mapping[str, Any], str]] = [(function.__code__, function.__globals__, what)]
    while waiting:
        code, names, what = waiting.pop()
        if code in seen:
            continue
        seen.add(code)
        waiting += ((each, names, what) for each in code.co_consts if isinstance(each, CodeType))
        values = {name: names[name] for name in _globals(code) if name in names}
        if (done := _refused(code, values)) is not None:
            found.refused = found.refused or f"{what} {done}"
        found.reads |= {name: value for name, value in values.items() if _may_change(value)}
        methods = (getattr(each, name, None) for each in classes for name in code.co_names)
        for called in (*values.values(), *methods):
            if isinstance(called, FunctionType) and is_beside(path, called.__code__.co_filename):
                waiting.append((called.__code__, called.__globals__, f"{called.__name__}, called by {what},"))
    return found


def _globals(code: CodeType) -> Iterator[str]:
    return (each.argval for each in dis.get_instructions(code) if each.opname in ("LOAD_GLOBAL", "LOAD_NAME"))


def _refused(code: CodeType, values: Mapping[str, Any]) -> str | None:
    if "print" in _globals(code) and "print" not in values:
        return "prints"
    for value in values.values():
        source = value if isinstance(value, ModuleType) else getattr(value, "__self__", None)
        if source in (random, random._inst):  # behind `from random import random`
            return "draws Python's random numbers"
        if source in (np.random, np.random.mtrand._rand) or (source is np and "random" in code.co_names):
            return "draws NumPy's random numbers"
    loaded: list[Any] = [None] * 3  # what the last instructions loaded
    for each in dis.get_instructions(code):
        if each.opname == "STORE_GLOBAL":
            return f"sets {each.argval}"
        changes = each.opname in ("LOAD_METHOD", "LOAD_ATTR") and each.argval in _CHANGING and loaded[-1]
        changes = changes or (each.opname in ("STORE_SUBSCR", "DELETE_SUBSCR") and next(filter(None, loaded), None))
        if changes:
            return f"changes {changes}"
        is_global = each.opname == "LOAD_GLOBAL" and _may_change(values.get(each.argval))
        loaded = [*loaded[1:], each.argval if is_global else None]
    return None


def _may_change(value: object) -> bool:
    return isinstance(value, list | dict | set | SimpleNamespace) or type(value).__name__ == "Namespace"
