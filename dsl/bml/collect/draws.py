"""Where scripts draw random tensors: a draw without a seed is counted at its place in the file, as in Python."""

from __future__ import annotations

import linecache
from collections.abc import Callable, Iterator
from types import CodeType, ModuleType
from typing import Any

from bml.functions import Script
from bml.random import tensors
from bmlc.ir import Loc

__all__ = ["calling_code"]


def calling_code(module: ModuleType, call: Callable[..., Any], loc: Loc) -> CodeType | None:
    """The code of the script, or of a function inside it, that draws at `loc`; None where `call` draws nothing.

    Python counts the draws of a frame's code, so that the compiler has to know the same one.
    """
    if getattr(call, "__module__", None) != tensors.__name__:
        return None
    scripts = [value.fn.__code__ for value in vars(module).values() if isinstance(value, Script)]
    codes = [code for script in scripts if script.co_filename == loc.file for code in _nested(script)]
    column = len(linecache.getline(loc.file, loc.line)[: loc.column].encode())  # Python counts bytes
    exact = [code for code in codes if any(at[::2] == (loc.line, column) for at in code.co_positions())]
    # Python may give a call that goes over several lines another beginning.
    found = exact or [code for code in codes if any(at[0] == loc.line for at in code.co_positions())]
    assert found, "a script's call is an instruction of its code"
    return found[-1]


def _nested(code: CodeType) -> Iterator[CodeType]:
    """`code`, then what is defined inside it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _nested(constant)
