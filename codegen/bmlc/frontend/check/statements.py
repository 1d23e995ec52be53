"""Statements: one visitor a node type of libcst. Each returns its host statements and moves the flow along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial, singledispatch

import libcst as cst

from bmlc.errors import UserError
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.fitting import fit, fit_hint
from bmlc.frontend.check.flow import meet
from bmlc.frontend.check.leaving import leaves, why_left
from bmlc.frontend.check.local_names import assigned_names
from bmlc.frontend.check.narrowing import Test, check_test
from bmlc.frontend.check.recovery import attempt, poison_all
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.check.unify import known
from bmlc.frontend.check.valueless import is_valueless
from bmlc.frontend.host import (
    ANY_ERROR,
    NONE,
    Constant,
    DictType,
    Discard,
    Expression,
    FixedListType,
    HostType,
    If,
    IterableType,
    ListType,
    Local,
    OptionalType,
    ProgramObject,
    RangeType,
    RecordType,
    Return,
    Scalar,
    Statement,
    TensorValue,
    TupleType,
    TypeVariable,
    parts,
)
from bmlc.ir import Loc

__all__ = ["check_body", "check_branch", "check_statement", "tested"]


def check_body(body: Sequence[cst.CSTNode], scope: Scope) -> tuple[Statement, ...]:
    """The statements of a block; the flow at its end is in `scope.flow`. An error costs only its own statement."""
    statements: list[Statement] = []
    for index, node in enumerate(body):
        if scope.flow is None:
            # Types may tell that a line is not reached, which is nothing to complain about; the line above may, too.
            if index and leaves(body[index - 1]):
                message = f"this line never runs: {why_left(body[index - 1])}"
                scope.journal.errors.append(scope.error("BML206", node, message, "remove it, or move it up"))
            break
        found = attempt(scope, partial(check_statement, node, scope))
        if found is not None:
            statements += found
            continue
        poison_all(scope, assigned_names(node), node)
        if leaves(node):
            scope.flow = None
    return tuple(statements)


@singledispatch
def check_statement(node: cst.CSTNode, scope: Scope) -> list[Statement]:
    """The host statements of `node`."""
    kind = type(node).__name__
    what, hint = _REFUSED.get(kind, (kind, None))
    raise UserError("BML201", f"scripts do not have {what}", hint, _header(node, scope))


def _header(node: cst.CSTNode, scope: Scope) -> Loc:
    """The place of a statement; of one with blocks, of what stands before them."""
    match node:
        case cst.ClassDef(name=end) | cst.Match(subject=end):
            first = node
        case cst.TryStar(handlers=[cst.ExceptStarHandler(type=end) as first, *_]):
            pass
        case _:
            return scope.loc(node)
    start, last = scope.loc(first), scope.loc(end)
    return replace(start, end_line=last.end_line, end_column=last.end_column)


def tested(node: cst.BaseExpression, scope: Scope) -> Test:
    """`node` as a condition; one with an error, which is noted, may be true and false."""
    found = attempt(scope, lambda: check_test(node, scope))
    return found or Test(Constant(True, ANY_ERROR, scope.loc(node)), scope.flow, scope.flow)


@check_statement.register
def _line(node: cst.SimpleStatementLine, scope: Scope) -> list[Statement]:
    return list(check_body(node.body, scope))


@check_statement.register
def _block(node: cst.IndentedBlock, scope: Scope) -> list[Statement]:
    return list(check_body(node.body, scope))


@check_statement.register
def _suite(node: cst.SimpleStatementSuite, scope: Scope) -> list[Statement]:
    return list(check_body(node.body, scope))


@check_statement.register
def _pass(node: cst.Pass, scope: Scope) -> list[Statement]:
    return []


@check_statement.register
def _expression(node: cst.Expr, scope: Scope) -> list[Statement]:
    if isinstance(node.value, cst.SimpleString | cst.ConcatenatedString | cst.Ellipsis):
        return []  # a docstring, or a remark written as one
    value = check_expression(node.value, scope)
    if isinstance(value, Local | ProgramObject) and is_valueless(value.type):
        return []
    return [Discard(value, scope.loc(node))]


@check_statement.register
def _return(node: cst.Return, scope: Scope) -> list[Statement]:
    loc = scope.loc(node)
    value: Expression | None = None
    host_type: HostType = NONE
    if node.value is not None:
        value = check_expression(node.value, scope)
        host_type = value.type
        if scope.expected is not None:
            value = _fitted_result(node.value, value, scope.expected, scope)
        if scope.outer is None and not _can_be_given(host_type):
            raise scope.error(
                "BML204",
                node.value,
                f"a script returns numbers, strings, bools, None, tensors, and lists, tuples and dictionaries of them,"
                f" received {known(host_type)}",
                "make a list of it: list(...)" if isinstance(known(host_type), IterableType | RangeType) else None,
            )
    scope.returns.append((host_type, loc))
    scope.flow = None
    is_none = isinstance(value, Constant) and value.value is None
    return [Return(None if is_none else value, loc)]


def _can_be_given(host_type: HostType) -> bool:
    """Whether the page can take a value of this type."""
    host_type = known(host_type)
    match host_type:
        case OptionalType() | ListType() | TupleType() | FixedListType() | DictType() | RecordType():
            return all(map(_can_be_given, parts(host_type)))
        case _:
            return isinstance(host_type, Scalar | TensorValue | TypeVariable)


def _fitted_result(node: cst.CSTNode, value: Expression, expected: HostType, scope: Scope) -> Expression:
    fitted = fit(value, expected, scope.journal)
    if fitted is not None:
        return fitted
    if scope.result_is_annotated:
        raise scope.error(
            "BML204",
            node,
            f"expected {known(expected)}, which the function says it returns, received {known(value.type)}",
            fit_hint(expected, value),
        )
    return value


@check_statement.register
def _if(node: cst.If, scope: Scope) -> list[Statement]:
    test = tested(node.test, scope)
    scope.flow = test.when_true
    then = check_branch(node.body, scope)
    after_then, scope.flow = scope.flow, test.when_false
    otherwise: tuple[Statement, ...] = ()
    if node.orelse is not None:
        otherwise = check_branch(node.orelse, scope)
    scope.flow = meet(after_then, scope.flow, scope.journal)
    if isinstance(test.expression, Constant) and test.expression.type != ANY_ERROR:
        return list(then if test.when_true is not None else otherwise)
    return [If(test.expression, then, otherwise, scope.loc(node.test))]


def check_branch(node: cst.CSTNode, scope: Scope) -> tuple[Statement, ...]:
    """A block that types may rule out: then it is left out."""
    if scope.flow is None:
        return ()
    if isinstance(node, cst.Else | cst.Finally):
        node = node.body
    return tuple(check_statement(node, scope))


_REFUSED: dict[str, tuple[str, str | None]] = {
    "With": ("with", "they have `with bml.timer(...)`"),
    "TryStar": ("except*", "write except"),
    "Global": ("global", "pass values as arguments and return them, or keep them in a list or dictionary"),
    "Nonlocal": ("nonlocal", "return the value, or keep it in a list or dictionary"),
    "Import": ("import", "import at the top of the file"),
    "ImportFrom": ("import", "import at the top of the file"),
    "ClassDef": ("classes", "use dictionaries, lists and functions"),
    "Match": ("match", "write if and elif"),
    "TypeAlias": ("type aliases", None),
}
