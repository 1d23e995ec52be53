"""Code that is nested more deeply than the compiler, which goes through it recursively, can follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import libcst as cst

from bmlc.errors import UserError
from bmlc.frontend.source import SourceFile

__all__ = ["refuse_deep_nesting"]

_DEEPEST = 100  # expressions in expressions and statements in statements; each `+` of a sum is in the next one


def refuse_deep_nesting(node: cst.FunctionDef, file: SourceFile) -> None:
    """Refuse a script with a sum of hundreds of terms, a chain of hundreds of `elif`, and the like.

    Raises:
        UserError: BML201 at the statement.
    """
    level: list[tuple[cst.CSTNode, cst.CSTNode]] = [(node, node)]  # each node with the statement that it stands in
    depth = 0
    while level:
        if depth > _DEEPEST:
            raise _too_deep(level[0][1], file)
        depth += 1
        level = [below for each, statement in level for below in _nested(each, statement)]
        for each, statement in level:
            if isinstance(each, cst.Comparison) and len(each.comparisons) > _DEEPEST:
                raise _too_deep(statement, file)


def _too_deep(statement: cst.CSTNode, file: SourceFile) -> UserError:
    message = f"expected at most {_DEEPEST} expressions and blocks inside one another, received more"
    hint = "write it in steps; elif as a dictionary or a list, sums and texts with sum, join or a loop"
    loc = file.loc(statement)
    return UserError("BML201", message, hint, replace(loc, end_line=loc.line, end_column=loc.column + 1))


def _nested(node: cst.CSTNode, statement: cst.CSTNode) -> Iterator[tuple[cst.CSTNode, cst.CSTNode]]:
    """The nearest expressions and statements below `node`."""
    open_nodes = [node]
    while open_nodes:
        for child in _children(open_nodes.pop()):
            if isinstance(child, cst.BaseSmallStatement | cst.BaseCompoundStatement):
                yield child, child
            elif isinstance(child, cst.BaseExpression | cst.SimpleStatementLine):
                yield child, statement
            else:
                open_nodes.append(child)


def _children(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The nodes directly below; `node.children` would copy them."""
    for name in node.__dataclass_fields__:
        value = getattr(node, name)
        if isinstance(value, cst.CSTNode):
            yield value
        elif isinstance(value, list | tuple):
            yield from (item for item in value if isinstance(item, cst.CSTNode))
