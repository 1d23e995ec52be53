"""Which statements never hand over to the next one, whatever the types are."""

from __future__ import annotations

import ast
from collections.abc import Sequence

__all__ = ["leaves", "why_left"]

_WHY: dict[type[ast.stmt], str] = {
    ast.Return: "the return before it leaves the function",
    ast.Raise: "the raise before it leaves",
    ast.Break: "the break before it leaves the loop",
    ast.Continue: "the continue before it goes on with the next step",
    ast.While: "the loop before it has no end",
}


def leaves(node: ast.stmt) -> bool:
    """Whether what follows `node` in its block never runs."""
    match node:
        case ast.Return() | ast.Raise() | ast.Break() | ast.Continue():
            return True
        case ast.With(body=body):
            return _any(body)
        case ast.If(body=body, orelse=otherwise):
            return _any(body) and _any(otherwise)
        case ast.While(test=ast.Constant(True), body=body):
            return not any(map(_breaks, body))
        case ast.Try(body=body, handlers=handlers, orelse=otherwise, finalbody=final):
            ends = _any(body) or _any(otherwise)
            return _any(final) or (ends and all(_any(handler.body) for handler in handlers))
    return False


def why_left(node: ast.stmt) -> str:
    """Why nothing goes on after `node`, which leaves."""
    return _WHY.get(node.__class__, "every branch before it leaves")


def _any(body: Sequence[ast.stmt]) -> bool:
    return any(map(leaves, body))


def _breaks(node: ast.AST) -> bool:
    """Whether a `break` of the loop around `node` stands in it."""
    if isinstance(node, ast.For | ast.While):
        return any(map(_breaks, node.orelse))
    return isinstance(node, ast.Break) or (
        not isinstance(node, ast.FunctionDef | ast.expr) and any(map(_breaks, ast.iter_child_nodes(node)))
    )
