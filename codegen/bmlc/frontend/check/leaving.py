"""Which statements never hand over to the next one, whatever the types are."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

__all__ = ["leaves", "why_left"]


def leaves(node: cst.CSTNode) -> bool:
    """Whether what follows `node` in its block never runs."""
    match node:
        case cst.Return() | cst.Raise() | cst.Break() | cst.Continue():
            return True
        case cst.SimpleStatementLine(body=body) | cst.IndentedBlock(body=body) | cst.SimpleStatementSuite(body=body):
            return _any(body)
        case cst.Else(body=body) | cst.Finally(body=body) | cst.With(body=body) | cst.ExceptHandler(body=body):
            return leaves(body)
        case cst.If(body=body, orelse=cst.If() | cst.Else() as otherwise):
            return leaves(body) and leaves(otherwise)
        case cst.While(test=cst.Name(value="True"), body=body):
            return not _breaks(body)
        case cst.Try(body=body, handlers=handlers, orelse=otherwise, finalbody=final):
            if final is not None and leaves(final):
                return True
            ends = leaves(body) or (otherwise is not None and leaves(otherwise))
            return ends and all(map(leaves, handlers))
        case _:
            return False


def why_left(node: cst.CSTNode) -> str:
    """Why nothing goes on after `node`, which leaves."""
    match node:
        case cst.Return():
            return "the return before it leaves the function"
        case cst.Raise():
            return "the raise before it leaves"
        case cst.Break():
            return "the break before it leaves the loop"
        case cst.Continue():
            return "the continue before it goes on with the next step"
        case cst.While():
            return "the loop before it has no end"
        case cst.SimpleStatementLine(body=body):
            return why_left(next(filter(leaves, body)))
        case _:
            return "every branch before it leaves"


def _any(body: Sequence[cst.CSTNode]) -> bool:
    return any(map(leaves, body))


def _breaks(node: cst.CSTNode) -> bool:
    """Whether a `break` of the loop around `node` stands in it."""
    if isinstance(node, cst.Break):
        return True
    if isinstance(node, cst.For | cst.While):
        return node.orelse is not None and _breaks(node.orelse)
    return not isinstance(node, cst.FunctionDef | cst.BaseExpression) and any(map(_breaks, node.children))
