"""Expressions: `check_expression` asks the visitor of a libcst node, which modules by theme register."""

from __future__ import annotations

from functools import singledispatch

import libcst as cst

from bmlc.frontend.check.scope import Scope
from bmlc.frontend.host import Expression

__all__ = ["check_expression"]

_REFUSED = {
    "NamedExpr": ("assignments inside expressions", "set the name on the line before"),
    "Await": ("await", "it is put in where the browser needs it"),
    "Yield": ("yield", "return a list"),
    "Imaginary": ("complex numbers", "keep the two parts as floats"),
    "Ellipsis": ("...", "write None, or pass for an empty block"),
}


@singledispatch
def check_expression(node: cst.CSTNode, scope: Scope) -> Expression:
    """The typed expression of `node`."""
    kind = type(node).__name__
    if isinstance(node, cst.NamedExpr) and isinstance(node.target, cst.Name):
        scope.locals |= {node.target.value}
        scope.poison(node.target.value, scope.loc(node))
    what, hint = _REFUSED.get(kind, (kind, "move it into a @bml.function, or write it in steps"))
    raise scope.error("BML201", node, f"scripts do not have {what}", hint)
