"""`and`, `or`, `not`, conditional expressions, and truth."""

from __future__ import annotations

import libcst as cst

from bmlc.errors import Note, UserError
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.fitting import fit_hint
from bmlc.frontend.check.flow import meet
from bmlc.frontend.check.narrowing import check_test, tested_once
from bmlc.frontend.check.operators import is_tensor
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.check.unify import join, known
from bmlc.frontend.host import (
    BOOL,
    NONE,
    Conditional,
    Expression,
    HostType,
    Logical,
    OptionalType,
)

__all__: list[str] = []


@check_expression.register
def _boolean(node: cst.BooleanOperation, scope: Scope) -> Expression:
    """As a test where all operands are bools; else the operand that decides."""
    with tested_once(scope):
        return _decided(node, scope)


def _decided(node: cst.BooleanOperation, scope: Scope) -> Expression:
    before = scope.flow
    test = check_test(node, scope)
    if _of_bools(test.expression):
        return test.expression
    scope.flow = before
    is_and = isinstance(node.operator, cst.And)
    left_test = check_test(node.left, scope)
    scope.flow = before
    left = _operand(node.left, scope)
    after_left = left_test.when_false if is_and else left_test.when_true
    scope.flow = left_test.when_true if is_and else left_test.when_false
    if scope.flow is None:
        scope.flow = after_left
        return left
    right = _operand(node.right, scope)
    scope.flow = meet(after_left, scope.flow, scope.journal)
    symbol = "and" if is_and else "or"
    if is_tensor(left.type):
        raise scope.error("BML204", node, f"{symbol} in scripts does not take tensors", "compare first, as in x > 0")
    # `x or 0.0` is never None where x may be.
    kept = known(left.type)
    if not is_and and isinstance(kept, OptionalType):
        kept = known(kept.item)
    if not is_and and kept == NONE:
        return Logical(symbol, left, right, right.type, scope.loc(node))
    common = join(kept, right.type, scope.journal)
    if common is None:
        raise _two_types(scope, node, f"{symbol} gives one of its sides", kept, left, right)
    return Logical(symbol, left, right, common, scope.loc(node))


def _operand(node: cst.BaseExpression, scope: Scope) -> Expression:
    """The value of one side, which was tested before."""
    before = scope.flow
    test = check_test(node, scope)
    if test.value is not None:
        return test.value
    scope.flow = before
    return check_expression(node, scope)


def _of_bools(test: Expression) -> bool:
    match test:
        case Logical(_, left, right):
            return _of_bools(left) and _of_bools(right)
        case _:
            return known(test.type) == BOOL


@check_expression.register
def _conditional(node: cst.IfExp, scope: Scope) -> Expression:
    test = check_test(node.test, scope)
    if test.when_true is None or test.when_false is None:
        scope.flow = test.when_false if test.when_true is None else test.when_true
        return check_expression(node.orelse if test.when_true is None else node.body, scope)
    scope.flow = test.when_true
    then = check_expression(node.body, scope)
    after_then, scope.flow = scope.flow, test.when_false
    otherwise = check_expression(node.orelse, scope)
    scope.flow = meet(after_then, scope.flow, scope.journal)
    common = join(then.type, otherwise.type, scope.journal)
    if common is None:
        raise _two_types(scope, node, "a conditional expression is of one type", then.type, then, otherwise)
    return Conditional(test.expression, then, otherwise, common, scope.loc(node))


def _two_types(
    scope: Scope, node: cst.CSTNode, rule: str, first: HostType, left: Expression, right: Expression
) -> UserError:
    notes = (Note(left.loc, f"{known(first)} here"), Note(right.loc, f"{known(right.type)} here"))
    hint = fit_hint(first, right) or fit_hint(right.type, left) or "give both sides one type"
    return UserError("BML203", f"{rule}: received {known(first)} and {known(right.type)}", hint, scope.loc(node), notes)
