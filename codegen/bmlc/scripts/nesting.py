"""Code that is nested more deeply than the compiler, which goes through it recursively, can follow."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from bmlc.errors import UserError
from bmlc.scripts.source import SourceFile

__all__ = ["refuse_deep_nesting", "room"]

_DEEPEST = 100  # expressions in expressions and statements in statements; each `+` of a sum is in the next one
_FRAMES = 20_000  # of Python's, for functions that call others, each of them nested that deep


def refuse_deep_nesting(node: ast.FunctionDef | ast.Lambda, file: SourceFile) -> None:
    """Refuse a function with a sum of hundreds of terms, a chain of hundreds of `elif`, and the like.

    Raises:
        UserError: BML201 at the statement.
    """
    level: list[tuple[ast.AST, ast.AST]] = [(node, node)]  # each node with the statement that it stands in
    depth = 0
    while level:
        long = (statement for each, statement in level if _length(each) > _DEEPEST)
        deep = level[0][1] if depth > _DEEPEST else next(long, None)
        if deep is not None:
            message = f"expected at most {_DEEPEST} expressions and blocks inside one another, received more"
            hint = "write it in steps; elif as a dictionary or a list, sums and texts with sum, join or a loop"
            loc = file.loc(deep)
            at = replace(loc, end_line=loc.line, end_column=loc.column + 1)
            raise UserError("BML201", message, hint, at)
        depth += 1
        level = [below for each, statement in level for below in _nested(each, statement)]


def _length(node: ast.AST) -> int:
    """How many expressions of a chain are one inside another in JavaScript."""
    return len(node.values) if isinstance(node, ast.BoolOp) else len(getattr(node, "comparators", ()))


def _nested(node: ast.AST, statement: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    """The nearest expressions and statements below `node`."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            yield child, child
        elif isinstance(child, ast.expr):
            yield child, statement
        else:
            yield from _nested(child, statement)


@contextmanager
def room() -> Iterator[None]:
    """Python's own limit is for code that has no end; what is gone through here has one."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
