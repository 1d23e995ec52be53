"""Blocks of scripts that are traced: functions of the user's file that stand there as part of another."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from bmlc.errors import UserError
from bmlc.ir import active_builder
from bmlc.ops.tensor import Tensor
from bmlc.ops.tree import flatten
from bmlc.scripts.program.world import Attributes

__all__ = ["BlockFunction", "Written", "free_names"]


def free_names(function: Callable[..., object]) -> Mapping[str, Any]:
    """The values of the names that a function does not set, as they are once the file has run."""
    assert isinstance(function, FunctionType)
    found = dict(function.__globals__)
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        try:
            found[name] = cell.cell_contents
        except ValueError:  # never set
            found.pop(name, None)
    return found


@dataclass(frozen=True)
class Written:
    """A block as it is written: a function with the places of the block in the file at `path`, and its free names.

    `function` is what it stands in; None: a script of the module `module`.
    """

    node: ast.FunctionDef
    path: Path
    module: ModuleType
    function: Callable[..., object] | None

    def __reduce__(self) -> tuple[Any, ...]:
        return _written, (self.node, self.path, self.module.__name__, self.function)

    def compiled(self) -> FunctionType:
        names = vars(self.module) if self.function is None else free_names(self.function)
        namespace = dict(names)
        exec(compile(ast.Module([self.node], []), str(self.path), "exec"), namespace)
        function: FunctionType = namespace[self.node.name]
        return function


def _written(node: ast.FunctionDef, path: Path, module: str, function: Callable[..., object] | None) -> Written:
    """In another process, which has imported the same file."""
    return Written(node, path, sys.modules[module], function)


class BlockFunction:
    """A function that is traced for a script with what stands for the script's objects.

    Args:
        source: A block, or a method, which then takes the first items of `Attributes` first.
        given: The names of what it returns first, which are tensors.
    """

    def __init__(self, source: Written | Callable[..., Any], given: Sequence[str]) -> None:
        self._source, self._given = source, tuple(given)
        self.plain: dict[str, bool | int | float | str] = {}  # what it gives that is no tensor, by its name
        self.function: Callable[..., Any] = source.compiled() if isinstance(source, Written) else source

    def __reduce__(self) -> tuple[Any, ...]:
        return BlockFunction, (self._source, self._given)

    def __call__(self, *args: Any, **named: Any) -> Any:
        made: list[Any] = []
        given = [_with_objects(arg, made) for arg in args]
        lists = [[*map(id, flatten(each))] for each in given]
        results = self.function(*given, **named)
        if lists != [[*map(id, flatten(each))] for each in given]:
            message = "what is traced cannot change a list of the script"
            raise UserError.here("BML201", message, "return the value, and put it into the list in the script")
        for each, before in made:
            changed = [name for name, parts in _inside(each).items() if parts != before.get(name)]
            if changed:
                what = f"{type(each).__name__}.{changed[0]}"
                message = f"what is traced cannot set {what}, an attribute of an object of the script"
                raise UserError.here("BML201", message, "return the value, and set it in the script")
        if active_builder() is None or not self._given:
            return results
        for name, value in zip(self._given, results, strict=False):
            is_plain = isinstance(value, bool | int | float | str)
            if is_plain and repr(self.plain.setdefault(name, value)) == repr(value):
                continue
            others = [each for each in flatten(value) if each is not None and not isinstance(each, Tensor)]
            if others or name in self.plain:  # each time it is traced, it sets a name to the same number
                what = f"{value!r}, and {self.plain[name]!r}" if is_plain else f"a {type(value).__name__}"
                message = f"the block of a tape gives tensors and single numbers to the script: {name} is {what}"
                raise UserError.here("BML103", message, f"set {name} before the block")
        names = zip_longest(self._given, results)
        return tuple(value for name, value in names if name is None or name not in self.plain)


def _inside(made: Any) -> dict[str, list[int]]:
    """What the attributes of an object are, and what lies in those that are lists: by their identity."""
    return {name: [id(value), *map(id, flatten(value))] for name, value in vars(made).items()}


def _with_objects(argument: Any, made: list[Any]) -> Any:
    """An argument with objects in the places of what stands for them; `made` is told of them, and what they had."""
    match argument:
        case (Attributes(python, names), *values):
            found: Any = object.__new__(python)
            vars(found).update(zip(names, (_with_objects(value, made) for value in values), strict=True))
            made.append((found, _inside(found)))
            return found
        case list() | tuple():
            return type(argument)(_with_objects(each, made) for each in argument)
    return argument
