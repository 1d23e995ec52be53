"""Blocks of scripts that are traced: functions of the user's file that stand there as part of another."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FunctionType
from typing import Any

from bmlc.errors import UserError
from bmlc.ops.tensor import Tensor
from bmlc.ops.tree import flatten
from bmlc.scripts.world import Attributes

__all__ = ["BlockFunction"]


def compiled_block(node: ast.FunctionDef, path: Path, names: Mapping[str, Any]) -> FunctionType:
    """The function that a block is, with the places of the block in the file at `path`; `names` are its free names."""
    namespace = dict(names)
    exec(compile(ast.Module([node], []), str(path), "exec"), namespace)
    function: FunctionType = namespace[node.name]
    return function


class BlockFunction:
    """A function that is traced for a script with what stands for the script's objects.

    Args:
        function: Of tensors, and of the first items of `Attributes`.
        given: The names of what it returns first, which are tensors.
    """

    def __init__(self, function: Callable[..., Any], given: Sequence[str]) -> None:
        self.function, self._given = function, given

    def __call__(self, *args: Any, **named: Any) -> Any:
        made: list[Any] = []
        results = self.function(*(_with_objects(arg, made) for arg in args), **named)
        for each, before in made:
            changed = [name for name, value in vars(each).items() if name not in before or value is not before[name]]
            if changed:
                what = f"{type(each).__name__}.{changed[0]}"
                message = f"what is traced cannot set {what}, an attribute of an object of the script"
                raise UserError.here("BML201", message, "return the value, and set it in the script")
        for name, value in zip(self._given, results if self._given else (), strict=False):
            for leaf in flatten(value):
                if leaf is not None and not isinstance(leaf, Tensor):
                    what = repr(leaf) if isinstance(leaf, bool | int | float | str) else f"a {type(leaf).__name__}"
                    message = f"the block of a tape gives tensors to the script: {name} is {what}"
                    raise UserError.here("BML103", message, f"set {name} before the block")
        return results


def _with_objects(argument: Any, made: list[Any]) -> Any:
    """An argument with objects in the places of what stands for them; `made` is told of them, and what they had."""
    match argument:
        case (Attributes(python, names), *values):
            found: Any = object.__new__(python)
            given = {name: _with_objects(value, made) for name, value in zip(names, values, strict=True)}
            vars(found).update(given)
            made.append((found, given))
            return found
        case list() | tuple():
            return type(argument)(_with_objects(each, made) for each in argument)
    return argument
