"""Blocks of scripts that are traced: functions of the user's file that stand there as part of another."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bmlc.errors import UserError
from bmlc.ops.tensor import Tensor
from bmlc.ops.tree import flatten
from bmlc.scripts.world import Attributes

__all__ = ["BlockFunction"]


class BlockFunction:
    """The function that a block is.

    Args:
        node: The function, with the places of the block.
        path: The file that these are in.
        names: What its free names are.
        given: The names that it returns first, which are tensors.
    """

    def __init__(self, node: ast.FunctionDef, path: Path, names: Mapping[str, Any], given: Sequence[str]) -> None:
        self._given, self._name = given, node.name
        namespace = dict(names)
        exec(compile(ast.Module([node], []), str(path), "exec"), namespace)  # lines of the user's file
        self.function = namespace[node.name]

    def __call__(self, *args: Any) -> Any:
        made: list[Any] = []
        results = self.function(*(_with_objects(arg, made) for arg in args))
        for each, before in made:
            changed = [name for name, value in vars(each).items() if name not in before or value is not before[name]]
            if changed:
                what = f"{type(each).__name__}.{changed[0]}"
                message = f"the block of a tape is traced: it cannot set {what}, an attribute of the script's object"
                raise UserError.here("BML201", message, "set it after the block")
        for name, value in zip(self._given, results, strict=False):
            for leaf in flatten(value):
                if leaf is not None and not isinstance(leaf, Tensor):
                    what = leaf if isinstance(leaf, bool | int | float | str) else f"a {type(leaf).__name__}"
                    message = f"the block of a tape gives tensors to the script: {name} is {what!s}"
                    raise UserError.here("BML103", message, f"set {name} before the block")
        return results


def _with_objects(argument: Any, made: list[Any]) -> Any:
    """An argument with objects in the places of what stands for them; `made` is told of them, and what they had."""
    match argument:
        case (Attributes(python, names), *values):
            found = object.__new__(python)
            given = {name: _with_objects(value, made) for name, value in zip(names, values, strict=True)}
            vars(found).update(given)
            made.append((found, given))
            return found
        case list() | tuple():
            return type(argument)(_with_objects(each, made) for each in argument)
    return argument
