"""What Keras asks of a backend: the functions of each module with their arguments, and how each stands here.

`contract.txt` has a line for each, as Keras's TensorFlow backend declares it. What a module of the backend does not
write itself is the op of that name.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

import bmlc.ops
from bml.keras.refusals import REFUSED

__all__ = ["Standing", "asked", "ops_by_name", "standing"]

Standing = Literal["op", "composed", "constant", "refused"]

# Made by NumPy while the file is read: their arguments are numbers of Python's.
_CONSTANT = {"bartlett", "blackman", "hamming", "hanning", "kaiser"}


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


def standing(module: ModuleType, name: str) -> Standing:
    """How the function `name` of a module of the backend stands."""
    if name in REFUSED:
        return "refused"
    if name in _CONSTANT:
        return "constant"
    wrapped = getattr(getattr(module, name), "__wrapped__", None)
    return "op" if wrapped is not None and wrapped in vars(bmlc.ops).values() else "composed"


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
