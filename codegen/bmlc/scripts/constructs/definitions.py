"""Functions inside a script, and lambdas."""

from __future__ import annotations

import ast
from collections.abc import Hashable

from bmlc.scripts.counting.code import Define
from bmlc.scripts.functions.calls import define, evaluate_defaults
from bmlc.scripts.names.naming import bind
from bmlc.scripts.types import Function
from bmlc.scripts.values import OwnName, Value
from bmlc.scripts.visit import Visit, lowers

__all__ = ["FunctionText"]


class FunctionText(OwnName):
    """A lambda where it stands: its text is known once all calls of it are."""

    site: Hashable

    def __init__(self, site: Hashable) -> None:
        object.__setattr__(self, "site", site)
        object.__setattr__(self, "name", "lambda")


@lowers(ast.FunctionDef)
def _function(visit: Visit, node: ast.FunctionDef) -> None:
    if node.decorator_list:
        hint = "remove it, or define the function at the top of the file"
        raise visit.error("BML201", node.decorator_list[0], "functions inside a script have no decorators", hint)
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
    for each, star, hint in ((arguments.vararg, "*", "pass a list"), (arguments.kwarg, "**", "pass a dictionary")):
        if each is not None:
            message = f"functions inside a script take plain parameters, received {star}{each.arg}"
            raise visit.error("BML201", each, message, hint)
