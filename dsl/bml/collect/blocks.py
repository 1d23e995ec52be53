"""Blocks of scripts that are traced: functions of the user's file that stand there as part of another."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bmlc.errors import UserError
from bmlc.ops.tensor import Tensor
from bmlc.ops.tree import flatten

__all__ = ["TracedBlock"]


class TracedBlock:
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
        results = self.function(*args)
        for name, value in zip(self._given, results, strict=False):
            for leaf in flatten(value):
                if leaf is not None and not isinstance(leaf, Tensor):
                    what = leaf if isinstance(leaf, bool | int | float | str) else f"a {type(leaf).__name__}"
                    message = f"the block of a tape gives tensors to the script: {name} is {what!s}"
                    raise UserError.here("BML103", message, f"set {name} before the block")
        return results
