"""Exceptions that are made: their text, and how `repr` shows them."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from bmlc.emit import js
from bmlc.scripts.literals import tuple_of
from bmlc.scripts.printing.runtime import EXCEPTIONS
from bmlc.scripts.texts import repr_of, str_of
from bmlc.scripts.types import STR
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = ["exception"]


def exception(visit: Visit, node: ast.AST, name: str, values: Sequence[Value]) -> js.New:
    """`ValueError("text")`: its message is what `str` gives."""
    written: list[js.Expression] = []
    shown: js.Expression | None = None
    if name == "TimeoutError" and len(values) > 1:  # to Python the number of an error of the system, and its text
        raise visit.error("BML102", node, f"{name} takes one message, received {len(values)} values")
    if len(values) > 1:
        written, shown = [repr_of(visit, tuple_of(visit, values), node).js], js.Literal("whole")
    elif values:
        (value,) = values
        text, quoted = str_of(visit, value, node).js, repr_of(visit, value, node).js
        written = [quoted if name == "KeyError" else text]
        if value.type != STR and text == quoted and name != "KeyError":
            shown = js.Literal("between")
        elif value.type != STR and name != "KeyError":
            shown = js.Object((js.Property("text", quoted),))
    options = [js.Object((js.Property("shown", shown),))] if shown is not None else []
    return js.New(visit.helper(EXCEPTIONS[name]), (*written, *options))
