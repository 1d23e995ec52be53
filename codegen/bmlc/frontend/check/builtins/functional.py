"""`map` and `filter`, as the generators that they stand for."""

from __future__ import annotations

from dataclasses import replace

import libcst as cst

from bmlc.frontend.check.builtins.keys import as_lambda
from bmlc.frontend.check.builtins.table import Call, known_builtin
from bmlc.frontend.check.comprehensions import check_steps
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.functions import check_key_function
from bmlc.frontend.check.truth import check_truth
from bmlc.frontend.host import (
    Clause,
    Comprehension,
    Expression,
    IterableType,
    Lambda,
    Local,
    NameTarget,
)

__all__: list[str] = []


@known_builtin("map", "function, iterable, /")
def _map(call: Call) -> Expression:
    """`map(f, xs)` as `(f(x) for x in xs)`."""
    clause, body = _applied(call)
    return Comprehension(None, body, (clause,), IterableType(body.type), call.scope.loc(call.node))


@known_builtin("filter", "function, iterable, /")
def _filter(call: Call) -> Expression:
    """`filter(f, xs)` as `(x for x in xs if f(x))`."""
    clause, body = _applied(call)
    test = check_truth(call.scope, call.arguments["function"].value, body)
    item = clause.target.type
    assert isinstance(clause.target, NameTarget)
    element = Local(clause.target.name, item, body.loc)
    return Comprehension(
        None, element, (replace(clause, conditions=(test,)),), IterableType(item), call.scope.loc(call.node)
    )


def _applied(call: Call) -> tuple[Clause, Expression]:
    """What goes through the iterable, and the function called with each of its items."""
    scope = call.scope
    values = check_expression(call.arguments["iterable"].value, scope)
    item = check_steps(scope, call.arguments["iterable"].value, values)
    node = call.arguments["function"].value
    if isinstance(node, cst.Name | cst.Attribute):
        node = as_lambda(node, scope)
    found = check_key_function(node, (item,), scope)
    if found is None or not isinstance(found[0], Lambda):
        message = f"expected a function, received {scope.text(call.arguments['function'].value)}"
        raise scope.error("BML204", call.node, message, "for example map(str, xs)")
    made = found[0]
    return Clause(NameTarget(made.params[0], item), values, ()), made.body
