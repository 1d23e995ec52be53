"""The names that a function sets somewhere: Python's rule for which names are local."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

__all__ = ["assigned_names", "target_names"]


def assigned_names(node: cst.CSTNode) -> frozenset[str]:
    """The names that `node` sets, in the function that it stands in."""
    return frozenset(_assigned(node))


def target_names(target: cst.CSTNode) -> Iterator[str]:
    """The names in the target of an assignment."""
    match target:
        case cst.Name(value=name):
            yield name
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            for element in elements:
                yield from target_names(element.value)
        case _:
            pass


def _assigned(node: cst.CSTNode) -> Iterator[str]:
    match node:
        case cst.FunctionDef(name=cst.Name(value=name)) | cst.ClassDef(name=cst.Name(value=name)):
            yield name
            return  # what it sets is its own
        case cst.BaseExpression() | cst.Expr() | cst.Return() | cst.Raise() | cst.Assert() | cst.Del():
            return  # comprehensions and lambdas keep their names to themselves
        case cst.Assign(targets=targets):
            for each in targets:
                yield from target_names(each.target)
            return
        case cst.IndentedBlock(body=statements) | cst.SimpleStatementLine(body=statements):
            for statement in statements:
                yield from _assigned(statement)
            return
        case (
            cst.AnnAssign(target=target)
            | cst.AugAssign(target=target)
            | cst.For(target=target)
            | cst.AsName(name=target)
        ):
            yield from target_names(target)
        case cst.NameItem(name=cst.Name(value=name)):
            yield name  # of `global` and `nonlocal`, which are refused: what uses it is not an error again
        case cst.ImportAlias():
            yield (node.evaluated_alias or node.evaluated_name).split(".")[0]
        case _:
            pass
    for child in node.children:
        yield from _assigned(child)
