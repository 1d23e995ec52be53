"""Functions inside a script, and lambdas."""

from __future__ import annotations

import ast

from bmlc.emit import js
from bmlc.scripts.code import Define
from bmlc.scripts.functions import define, evaluate_defaults
from bmlc.scripts.naming import bind
from bmlc.scripts.types import Function
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit, lowers

__all__ = ["FunctionText"]


class FunctionText(js.Identifier):
    """A lambda where it stands: its text is known once all calls of it are."""

    def __init__(self, site: object) -> None:
        object.__setattr__(self, "site", site)
        object.__setattr__(self, "name", "lambda")


@lowers(ast.FunctionDef)
def _function(visit: Visit, node: ast.FunctionDef) -> None:
    if node.decorator_list:
        raise visit.error("BML201", node.decorator_list[0], "scripts do not have decorators on functions inside them")
    _check_parameters(visit, node.args)
    definition = define(visit, node)
    evaluate_defaults(visit, definition)
    visit.frame.code.append(Define(definition.site))
    bind(visit, node.name, frozenset({Function(definition.site)}))


@lowers(ast.Lambda)
def _lambda(visit: Visit, node: ast.Lambda) -> Value:
    _check_parameters(visit, node.args)
    definition = define(visit, node)
    evaluate_defaults(visit, definition)
    return Value(frozenset({Function(definition.site)}), FunctionText(definition.site))


def _check_parameters(visit: Visit, arguments: ast.arguments) -> None:
    for each, star in ((arguments.vararg, "*"), (arguments.kwarg, "**")):
        if each is not None:
            raise visit.error("BML201", each, f"scripts do not have {star}{each.arg}", "write each parameter out")
