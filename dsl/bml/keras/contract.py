"""What Keras asks of a backend: the functions of each module with their arguments, and how each stands here.

`contract.txt` has a line for each, as Keras's TensorFlow backend declares it. Keras may import a module whose functions
are not all there: one that is missing fails when it is called, by its name.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, NoReturn

import bmlc.ops
from bml.keras.refusals import REFUSED
from bmlc.errors import UserError

__all__ = ["Standing", "asked", "give_missing", "standing"]

Standing = Literal["op", "composed", "constant", "refused", "missing"]

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
    if name not in vars(module):
        return "missing"
    if name in REFUSED:
        return "refused"
    if name in _CONSTANT:
        return "constant"
    wrapped = getattr(vars(module)[name], "__wrapped__", None)
    return "op" if wrapped is not None and wrapped in vars(bmlc.ops).values() else "composed"


def give_missing(module: ModuleType) -> None:
    """Let functions that the module has not, but Keras asks for, be errors once they are called."""
    of = module.__name__.rpartition(".")[2]

    def attribute(name: str) -> Callable[..., Any]:
        if name not in asked().get(of, ()):
            raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")

        def missing(*args: object, **kwargs: object) -> NoReturn:
            raise UserError.here("BML102", f"keras's {of}.{name} cannot be compiled: bml has no op for it yet")

        return missing

    vars(module)["__getattr__"] = attribute
