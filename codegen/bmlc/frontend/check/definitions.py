"""Nested functions where they are defined, with `def` or by a name for a lambda.

def scaled(x, factor=2.0):
    return x * factor          =>  Define(scaled), which the first call fills in
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import libcst as cst

from bmlc.errors import Note, UserError
from bmlc.frontend.check.annotations import annotated_type
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.check.statements import check_statement
from bmlc.frontend.host import (
    NONE,
    Assign,
    Constant,
    Define,
    ErrorType,
    Expression,
    HostType,
    Local,
    NameTarget,
    NestedFunctionType,
    Statement,
)
from bmlc.ir import Loc

__all__ = ["Definition", "define"]


@dataclass(eq=False)
class Definition:
    """A nested function; what its calls decided of it comes later."""

    name: str
    node: cst.FunctionDef | cst.Lambda
    scope: Scope  # of the function around it
    loc: Loc
    params: tuple[str, ...]
    annotations: dict[str, HostType]
    defaults: dict[str, Expression]  # what a call that leaves them out gives: constants, and names that hold them
    result: HostType | None  # as annotated
    checked: Define | None = None
    captures: dict[str, HostType] = field(default_factory=dict)
    call: Loc | None = None  # the first one
    open: tuple[tuple[HostType, ...], HostType] | None = None  # parameters and result while the body is checked
    is_recursive: bool = False


@check_statement.register
def _define(node: cst.FunctionDef, scope: Scope) -> list[Statement]:
    if node.asynchronous is not None:
        raise scope.error(
            "BML201",
            node.name,
            "expected a plain def, received async def",
            "leave async out: await is put in where it is needed",
        )
    if node.decorators:
        hint = "remove it, or define the function at the top of the file as a @bml.function"
        raise scope.error("BML201", node.decorators[0], "nested functions have no decorators", hint)
    return define(node.name, node, scope)


def define(name_node: cst.Name, node: cst.FunctionDef | cst.Lambda, scope: Scope) -> list[Statement]:
    """The definition of a function by this name, and what its defaults are evaluated to."""
    _refuse(name_node, node.params, scope)
    name, loc = name_node.value, scope.loc(name_node)
    _refuse_second_meaning(name, loc, scope)
    params = (*node.params.params, *node.params.kwonly_params)
    annotations = {
        param.name.value: annotated_type(param.annotation.annotation, scope)
        for param in params
        if param.annotation is not None
    }
    statements, defaults = _defaults(name, loc, params, scope)
    result = None
    if isinstance(node, cst.FunctionDef) and node.returns is not None:
        result = annotated_type(node.returns.annotation, scope)
    names = tuple(param.name.value for param in params)
    scope.definitions[loc] = Definition(name, node, scope, loc, names, annotations, defaults, result)
    scope.bind(name, NestedFunctionType(name, loc), loc)
    # What it is, its first call decides: it is filled in when all types are settled.
    return [*statements, Define(name, (), (), (), (), (), NONE, loc)]


def _defaults(
    name: str, loc: Loc, params: Sequence[cst.Param], scope: Scope
) -> tuple[list[Statement], dict[str, Expression]]:
    """What evaluates the defaults, once, and what they are: constants, and names that hold them."""
    statements: list[Statement] = []
    defaults: dict[str, Expression] = {}
    for param in params:
        if param.default is not None:
            value = check_expression(param.default, scope)
            if not isinstance(value, Constant):
                held = scope.bind(scope.fresh(f"{name} {param.name.value}"), value.type, loc)
                statements.append(Assign((NameTarget(held, value.type),), value, loc))
                value = Local(held, value.type, loc)
            defaults[param.name.value] = value
    return statements, defaults


def _refuse(name: cst.Name, params: cst.Parameters, scope: Scope) -> None:
    message = "nested functions take plain parameters"
    if isinstance(params.star_arg, cst.Param):
        raise scope.error("BML201", params.star_arg, f"{message}, received *", "pass a list")
    if params.star_kwarg is not None:
        raise scope.error("BML201", params.star_kwarg, f"{message}, received **", "pass a dictionary")
    if params.posonly_params:
        raise scope.error("BML201", name, f"{message}, received /", "leave the / out")


def _refuse_second_meaning(name: str, loc: Loc, scope: Scope) -> None:
    first = scope.functions.setdefault(name, loc)
    before = None if scope.flow is None else scope.flow.get(name)
    if first == loc and before is not None and not isinstance(before.type, NestedFunctionType | ErrorType):
        first = before.loc
    if first != loc:
        hint = "give each meaning a name of its own"
        raise UserError("BML203", f"{name} is set twice", hint, loc, (Note(first, "first here"),))
