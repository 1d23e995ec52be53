"""What functions of the file do besides computing tensors: a block that is traced would do it once, as you build."""

from __future__ import annotations

import datetime
import dis
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np

from bml.blocks import free_names
from bml.collect.resolving import is_beside

__all__ = ["Effects", "effects_of"]

_CHANGING = frozenset(("append", "clear", "extend", "insert", "pop", "popitem", "remove", "setdefault", "update"))


_LOADS = ("LOAD_GLOBAL", "LOAD_NAME", "LOAD_DEREF")
_ACTING = {"print": "prints", "input": "asks the user", "open": "opens a file"}


@dataclass
class Effects:
    """Of a function with all that it calls: the first thing that it must not do, and the file's containers it reads."""

    refused: str | None = None
    reads: dict[str, object] = field(default_factory=dict)


def effects_of(
    function: Callable[..., Any],
    path: Path,
    classes: Sequence[type],
    what: str,
    is_object: Callable[[object], bool],
) -> Effects:
    """
    Args:
        function: Of a block, or a method.
        path: The user's file.
        classes: Of objects whose methods it may call.
        what: It is, for the message.
        is_object: Whether a value is an object of the file, which scripts may change.
    """
    found, seen = Effects(), set[CodeType]()
    waiting: list[tuple[CodeType, Mapping[str, Any], str]] = [(function.__code__, _scope(function), what)]
    while waiting:
        code, names, what = waiting.pop()
        if code in seen:
            continue
        seen.add(code)
        waiting += ((each, names, what) for each in code.co_consts if isinstance(each, CodeType))
        values = dict(_named(code, names, path))
        objects = {name: value for name, value in values.items() if is_object(value)}
        if (done := _refused(code, values, objects)) is not None:
            found.refused = found.refused or f"{what} {done}"
        found.reads |= objects
        made = [value for value in values.values() if isinstance(value, type)]
        methods = (vars(each).get(name) for own in (*classes, *made) for each in own.__mro__ for name in code.co_names)
        for called in (*values.values(), *methods, *(vars(each).get("__init__") for each in made)):
            if isinstance(called, FunctionType) and is_beside(path, called.__code__.co_filename):
                waiting.append((called.__code__, _scope(called), f"{called.__name__}, called by {what},"))
    return found


def _scope(function: Callable[..., Any]) -> Mapping[str, Any]:
    return free_names(function) if isinstance(function, FunctionType) else {}


def _named(code: CodeType, names: Mapping[str, Any], path: Path) -> Iterator[tuple[str, Any]]:
    """The values that free names have, and the attributes of modules beside the file."""
    module: tuple[str, ModuleType] | None = None
    for each in dis.get_instructions(code):
        if each.opname in _LOADS and each.argval in names:
            value = names[each.argval]
            yield each.argval, value
            is_own = isinstance(value, ModuleType) and is_beside(path, getattr(value, "__file__", None))
            module = (each.argval, value) if is_own else None
        elif module is not None and each.opname in ("LOAD_ATTR", "LOAD_METHOD"):
            yield f"{module[0]}.{each.argval}", getattr(module[1], each.argval, None)
            module = None


def _refused(code: CodeType, values: Mapping[str, Any], objects: Mapping[str, object]) -> str | None:
    names = {each.argval for each in dis.get_instructions(code) if each.opname == "LOAD_GLOBAL"}
    for name, done in _ACTING.items():
        if name in names and name not in values:
            return done
    for value in values.values():
        source = value if isinstance(value, ModuleType) else getattr(value, "__self__", None)
        if source in (random, random._inst):  # behind `from random import random`
            return "draws Python's random numbers"
        if source in (np.random, np.random.mtrand._rand) or (source is np and "random" in code.co_names):
            return "draws NumPy's random numbers"
        if source is time or getattr(value, "__module__", None) == "time" or source is datetime:
            return "asks for the time"
    loaded: list[str | None] = [None] * 3  # by the last instructions
    for each in dis.get_instructions(code):
        if each.opname in ("STORE_GLOBAL", "DELETE_GLOBAL"):
            return f"sets {each.argval}"
        changes = loaded[-1] if each.argval in _CHANGING or each.opname == "STORE_ATTR" else None
        if each.opname in ("STORE_SUBSCR", "DELETE_SUBSCR"):
            changes = next(filter(None, loaded), None)
        if changes is not None:
            return f"changes {changes}"
        loaded = [*loaded[1:], each.argval if each.opname in _LOADS and each.argval in objects else None]
    return None
