"""Tests, and what is known of names where they are true and where they are false.

if best is None or loss < best:     best: None or a float  =>  a float right of `or`, unknown in the branch
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import libcst as cst

from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.flow import Flow, meet
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.check.truth import check_truth
from bmlc.frontend.check.unify import known
from bmlc.frontend.host import (
    BOOL,
    NONE,
    Compare,
    Constant,
    Expression,
    HostType,
    Local,
    Logical,
    Not,
    OptionalType,
)

__all__ = ["Test", "check_test", "tested_once"]


@dataclass(frozen=True)
class Test:
    """A condition; the flow behind it where it is true and where it is false, None where that cannot be.

    `value` is what was tested, where that is not made of other tests.
    """

    expression: Expression
    when_true: Flow
    when_false: Flow
    value: Expression | None = None


def check_test(node: cst.BaseExpression, scope: Scope) -> Test:
    """`node` where only its truth matters. The scope's flow is then that behind it, whatever it gave."""
    test = _test(node, scope)
    scope.flow = meet(test.when_true, test.when_false, scope.journal)
    return test


@contextmanager
def tested_once(scope: Scope) -> Iterator[None]:
    """In the block an expression that is tested again, with the same known of the names, is not checked again."""
    outermost = scope.tests is None
    if outermost:
        scope.tests = {}
    try:
        yield
    finally:
        if outermost:
            scope.tests = None


def _test(node: cst.BaseExpression, scope: Scope) -> Test:
    if scope.tests is None:
        return _fresh_test(node, scope)
    flow = scope.flow
    found = scope.tests.get((node, id(flow)))
    if found is None:
        found = scope.tests[node, id(flow)] = (flow, _fresh_test(node, scope))  # which keeps the flow, and its id
    return found[1]


def _fresh_test(node: cst.BaseExpression, scope: Scope) -> Test:
    match node:
        case cst.BooleanOperation(operator=cst.And()):
            left = _test(node.left, scope)
            scope.flow = left.when_true
            if scope.flow is None:  # never true: the right side never runs
                return left
            right = _test(node.right, scope)
            when_false = meet(left.when_false, right.when_false, scope.journal)
            return Test(_logical("and", left, right, node, scope), right.when_true, when_false)
        case cst.BooleanOperation():
            left = _test(node.left, scope)
            scope.flow = left.when_false
            if scope.flow is None:
                return left
            right = _test(node.right, scope)
            when_true = meet(left.when_true, right.when_true, scope.journal)
            return Test(_logical("or", left, right, node, scope), when_true, right.when_false)
        case cst.UnaryOperation(operator=cst.Not()):
            inner = _test(node.expression, scope)
            negated = Not(inner.expression, BOOL, scope.loc(node))
            return Test(negated, inner.when_false, inner.when_true, negated)
        case cst.Comparison(
            left=cst.Name() as name,
            comparisons=[
                cst.ComparisonTarget(operator=cst.Is() | cst.IsNot() as operator, comparator=cst.Name(value="None"))
            ],
        ):
            return _none_test(node, name, isinstance(operator, cst.Is), scope)
        case _:
            return _truth_test(node, scope)


def _logical(operator: str, left: Test, right: Test, node: cst.CSTNode, scope: Scope) -> Expression:
    return Logical(operator, left.expression, right.expression, BOOL, scope.loc(node))


def _none_test(node: cst.BaseExpression, name: cst.Name, is_none: bool, scope: Scope) -> Test:
    """`name is None`: decided here where the type says it."""
    value = check_expression(name, scope)
    host_type = known(value.type)
    none, other = scope.flow, scope.flow
    if isinstance(host_type, OptionalType):
        none, other = _narrowed(name, NONE, scope), _narrowed(name, host_type.item, scope)
    elif host_type == NONE:
        other = None
    else:
        none = None
    expression = check_expression(node, scope) if none is not None and other is not None else None
    if expression is None:
        expression = Constant((other is None) == is_none, BOOL, scope.loc(node))
    when_true, when_false = (none, other) if is_none else (other, none)
    return Test(expression, when_true, when_false, expression)


def _truth_test(node: cst.BaseExpression, scope: Scope) -> Test:
    raw = check_expression(node, scope)
    value = check_truth(scope, node, raw)
    match value:
        case Constant(value=decided):
            return Test(value, scope.flow if decided else None, None if decided else scope.flow, raw)
        case _ if isinstance(node, cst.Name) and isinstance(host_type := known(value.type), OptionalType):
            return Test(value, _narrowed(node, host_type.item, scope), scope.flow, raw)
        case Compare((Local(name, OptionalType(item)), Constant(None)), (operator,)) if isinstance(node, cst.Call):
            # `isinstance(x, float)` of what may be None
            none, other = _narrowed(cst.Name(name), NONE, scope), _narrowed(cst.Name(name), item, scope)
            when_true, when_false = (other, none) if operator == "is not" else (none, other)
            return Test(value, when_true, when_false, raw)
        case _:
            return Test(value, scope.flow, scope.flow, raw)


def _narrowed(name: cst.Name, host_type: HostType, scope: Scope) -> Flow:
    """The flow with a better known local; one of a function around this one, or of the module, stays as it is."""
    if scope.flow is None or name.value not in scope.locals:
        return scope.flow
    before = scope.flow
    scope.narrow(name.value, host_type)
    narrowed, scope.flow = scope.flow, before
    return narrowed
