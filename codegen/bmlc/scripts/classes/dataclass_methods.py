"""The methods that `@dataclass` writes, as Python would have them written.

@dataclass                       def __init__(self, loss, step=0): self.loss = loss; self.step = step
class Log:                 =>    def __repr__(self): return f"Log(loss={self.loss!r}, step={self.step!r})"
    loss: float                  def __eq__(self, other): return (self.loss, self.step) == (other.loss, other.step)
    step: int = 0
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
from collections.abc import Callable, Sequence
from types import FunctionType as PythonFunction
from typing import Any

from bmlc.scripts.frame import OwnClass
from bmlc.scripts.visit import Visit

_EMPTY: dict[object, str] = {list: "[]", dict: "{}"}
_SYMBOLS = {"__eq__": "==", "__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}

__all__ = ["factories", "is_generated", "written_method"]


def is_generated(function: object) -> bool:
    """Whether no file has its source."""
    inner = inspect.unwrap(function) if callable(function) else None
    return isinstance(inner, PythonFunction) and inner.__code__.co_filename == "<string>"


def written_method(visit: Visit, node: ast.AST, own: OwnClass, function: PythonFunction) -> ast.FunctionDef:
    """The source of a generated method, in the place of the class."""
    fields = dataclasses.fields(own.python) if dataclasses.is_dataclass(own.python) else ()
    match function.__name__:
        case "__init__" if fields or dataclasses.is_dataclass(own.python):
            text = _init(visit, node, own, fields)
        case "__repr__":
            shown = ", ".join(f"{each.name}={{self.{each.name}!r}}" for each in fields if each.repr)
            text = f"def __repr__(self):\n return f'{own.python.__qualname__}({shown})'"
        case "__eq__" | "__lt__" | "__le__" | "__gt__" | "__ge__" as name:
            mine, other = (
                "".join(f"{owner}.{each.name}, " for each in fields if each.compare) for owner in ("self", "other")
            )
            test = f"({mine}) {_SYMBOLS[name]} ({other})"
            text = f"def {name}(self, other):\n return self.__class__ is other.__class__ and {test}"
            if name != "__eq__":
                names = "{self.__class__.__name__}' and '{other.__class__.__name__}'"
                error = f"TypeError(f\"'{_SYMBOLS[name]}' not supported between instances of '{names}\")"
                check = f"if self.__class__ is not other.__class__: raise {error}"
                text = f"def {name}(self, other):\n {check}\n return {test}"
        case name:
            message = f"scripts do not have {name} of dataclasses, as of {own.python.__name__}"
            raise visit.error("BML201", node, message, "compare or copy its attributes")
    (written,) = ast.parse(text).body
    assert isinstance(written, ast.FunctionDef)
    for each in ast.walk(written):
        if isinstance(each, ast.expr | ast.stmt | ast.arg | ast.keyword):
            each.lineno, each.col_offset = own.node.lineno, own.node.col_offset
            each.end_lineno, each.end_col_offset = own.node.lineno, own.node.col_offset + len("class")
    return written


def factories(own: OwnClass) -> dict[str, Callable[[], object]]:
    """What `field(default_factory=...)` makes for fields that a call does not give."""
    if not dataclasses.is_dataclass(own.python) or not is_generated(own.python.__init__):
        return {}
    fields = dataclasses.fields(own.python)
    return {each.name: each.default_factory for each in fields if each.init and callable(each.default_factory)}


def _init(visit: Visit, node: ast.AST, own: OwnClass, fields: Sequence[dataclasses.Field[Any]]) -> str:
    params: list[str] = []
    by_keyword: list[str] = []
    body: list[str] = []
    for each in fields:
        made = each.default_factory is not dataclasses.MISSING
        has_default = made or each.default is not dataclasses.MISSING
        if each.init:
            (by_keyword if each.kw_only else params).append(f"{each.name}=..." if has_default else each.name)
        if made and each.init:
            body.append(f"self.{each.name} = {each.name}")  # which the call makes, where it gives none
        elif made:
            factory = _EMPTY.get(each.default_factory)
            if factory is None:
                message = f"scripts have list and dict as default_factory, received that of {each.name}"
                raise visit.error("BML201", node, message, "give the value where the object is made")
            body.append(f"self.{each.name} = {factory}")
        elif each.init:
            body.append(f"self.{each.name} = {each.name}")
    if hasattr(own.python, "__post_init__"):
        body.append("self.__post_init__()")
    stars = ["*"] if by_keyword else []
    lines = "".join(f"\n {line}" for line in body or ["pass"])
    return f"def __init__({', '.join(['self', *params, *stars, *by_keyword])}):{lines}"
