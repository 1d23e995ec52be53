"""`with bml.timer(label) as timer:`"""

from __future__ import annotations

import libcst as cst

from bmlc.frontend.check.arguments import match_arguments
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.check.statements import check_branch, check_statement
from bmlc.frontend.check.unify import known
from bmlc.frontend.host import STR, BuiltinType, Expression, Statement, Timed, TimerType

__all__: list[str] = []


@check_statement.register
def _with(node: cst.With, scope: Scope) -> list[Statement]:
    if len(node.items) != 1 or node.asynchronous is not None:
        raise scope.error("BML201", node, "scripts have with for one bml.timer", "write one with a timer")
    item = node.items[0]
    label = _label(item.item, scope)
    name = None
    if item.asname is not None:
        if not isinstance(item.asname.name, cst.Name):
            raise scope.error("BML201", item.asname.name, "a timer has one name")
        name = scope.bind(item.asname.name.value, TimerType(), scope.loc(item))
    return [Timed(label, name, check_branch(node.body, scope), scope.loc(item.item))]


def _label(node: cst.BaseExpression, scope: Scope) -> Expression:
    if not isinstance(node, cst.Call) or check_expression(node.func, scope).type != BuiltinType("bml.timer"):
        raise scope.error("BML201", node, "scripts have with for bml.timer(...) only")
    argument = match_arguments(node, "timer", ("name",), (), (), scope)["name"]
    label = check_expression(argument.value, scope)
    if known(label.type) != STR:
        raise scope.error("BML102", argument, f"timer expects a str for 'name', received {known(label.type)}")
    return label
