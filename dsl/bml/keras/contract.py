"""What Keras asks of a backend: the functions of each module with their arguments.

`contract.txt` has a line for each, as Keras's TensorFlow backend declares it. What a module of the backend does not
write itself is the op of that name.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import bmlc.ops

__all__ = ["asked", "ops_by_name"]


@functools.cache
def asked() -> Mapping[str, Mapping[str, str]]:
    """module -> function -> its arguments, as Python writes them."""
    found: dict[str, dict[str, str]] = {}
    for line in (Path(__file__).parent / "contract.txt").read_text("utf-8").splitlines():
        match = re.fullmatch(r"(\w+)\.(\w+)\((.*)\)", line)
        assert match, line
        module, name, arguments = match.groups()
        found.setdefault(module, {})[name] = arguments
    return found


def ops_by_name(module: str, dispatched: Callable[..., Any]) -> Callable[[str], Any]:
    """The `__getattr__` of a module of the backend: what Keras asks of it and the file does not write.

    Args:
        module: Its name, `keras.src.backend.numpy.nn`.
        dispatched: What makes a function of the backend of an op: `traced` or `here_or_traced`.
    """
    names = asked()[module.rpartition(".")[2]]

    @functools.cache
    def attribute(name: str) -> Any:
        if name not in names or not hasattr(bmlc.ops, name):
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        return dispatched(getattr(bmlc.ops, name))

    return attribute
