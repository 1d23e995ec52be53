"""Statements: one visitor a node type of libcst. Each returns its host statements and moves the flow along."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch

import libcst as cst

from bmlc.frontend.check import operators
from bmlc.frontend.check.expressions import check_condition, check_expression
from bmlc.frontend.check.flow import meet
from bmlc.frontend.check.scope import Loop, Scope
from bmlc.frontend.host import (
    INT,
    NONE,
    Assign,
    Break,
    Builtin,
    Continue,
    Discard,
    Expression,
    For,
    FunctionType,
    If,
    NameTarget,
    RangeType,
    RecordType,
    Return,
    Scalar,
    Statement,
    TupleTarget,
    TupleType,
)

__all__ = ["check_body"]


def check_body(body: Sequence[cst.CSTNode], scope: Scope) -> tuple[Statement, ...]:
    """The statements of a block; the flow at its end is in `scope.flow`."""
    statements: list[Statement] = []
    for node in body:
        if scope.flow is None:
            raise scope.error("BML201", node, "this line never runs", "remove it")
        statements += check_statement(node, scope)
    return tuple(statements)


@singledispatch
def check_statement(node: cst.CSTNode, scope: Scope) -> list[Statement]:
    """The host statements of `node`."""
    raise scope.error(
        "BML201", node, f"scripts do not have {_DESCRIPTIONS.get(type(node).__name__, type(node).__name__)}"
    )


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
    if isinstance(node.value, cst.SimpleString | cst.ConcatenatedString):
        return []  # a docstring, or a remark written as one
    return [Discard(check_expression(node.value, scope), scope.loc(node))]


@check_statement.register
def _assign(node: cst.Assign, scope: Scope) -> list[Statement]:
    value = check_expression(node.value, scope)
    if len(node.targets) > 1:
        raise scope.error("BML201", node, "scripts do not have a = b = value", "write one assignment a line")
    return [_assignment(node.targets[0].target, value, node, scope)]


@check_statement.register
def _annotated(node: cst.AnnAssign, scope: Scope) -> list[Statement]:
    if node.value is None:
        return []
    return [_assignment(node.target, check_expression(node.value, scope), node, scope)]


@check_statement.register
def _augmented(node: cst.AugAssign, scope: Scope) -> list[Statement]:
    operator = _AUGMENTED.get(type(node.operator))
    if operator is None or not isinstance(node.target, cst.Name):
        raise scope.error("BML201", node, f"scripts do not have {scope.text(node).strip()}")
    left, right = check_expression(node.target, scope), check_expression(node.value, scope)
    value = operators.arithmetic(scope, node, operator(), left, right)
    return [_assignment(node.target, value, node, scope)]


def _assignment(target: cst.BaseExpression, value: Expression, node: cst.CSTNode, scope: Scope) -> Statement:
    loc = scope.loc(node)
    if isinstance(value.type, FunctionType):
        raise scope.error(
            "BML201", node, "scripts name tensor functions where they use them", f"write {value.type.name} there"
        )
    if isinstance(target, cst.Name):
        return Assign((NameTarget(scope.bind(target.value, value.type, loc), value.type),), value, loc)
    if not isinstance(target, cst.Tuple | cst.List) or not all(
        isinstance(item.value, cst.Name) for item in target.elements
    ):
        raise scope.error("BML201", target, "scripts assign to names")
    if not isinstance(value.type, TupleType):
        raise scope.error("BML201", node, f"cannot unpack {value.type}")
    if len(value.type.items) != len(target.elements):
        raise scope.error(
            "BML201",
            target,
            f"expected {len(value.type.items)} names for {value.type}, received {len(target.elements)}",
        )
    names = [item.value for item in target.elements]
    bound = tuple(
        scope.bind(name.value, item, loc)
        for name, item in zip(names, value.type.items, strict=True)
        if isinstance(name, cst.Name)
    )
    if len(set(bound)) != len(bound):
        raise scope.error("BML201", target, "expected different names")
    parts = tuple(NameTarget(name, item) for name, item in zip(bound, value.type.items, strict=True))
    return Assign((TupleTarget(parts, value.type),), value, loc)


@check_statement.register
def _return(node: cst.Return, scope: Scope) -> list[Statement]:
    value = None if node.value is None else check_expression(node.value, scope)
    if value is not None and not isinstance(value.type, Scalar | RecordType):
        raise scope.error(
            "BML201",
            node,
            f"a script returns numbers, strings, bools, None or what evaluate gives, received {value.type}",
        )
    scope.flow = None
    scope.results.setdefault(NONE if value is None else value.type)
    return [Return(None if value is None or value.type == NONE else value, scope.loc(node))]


@check_statement.register
def _if(node: cst.If, scope: Scope) -> list[Statement]:
    test = check_condition(node.test, scope)
    before = scope.flow
    then = tuple(check_statement(node.body, scope))
    after_then, scope.flow = scope.flow, before
    otherwise: tuple[Statement, ...] = ()
    if isinstance(node.orelse, cst.If):
        otherwise = tuple(check_statement(node.orelse, scope))
    elif isinstance(node.orelse, cst.Else):
        otherwise = tuple(check_statement(node.orelse.body, scope))
    scope.flow = meet(after_then, scope.flow)
    return [If(test, then, otherwise, scope.loc(node.test))]


@check_statement.register
def _for(node: cst.For, scope: Scope) -> list[Statement]:
    bounds = _range_bounds(node, scope)
    if not isinstance(node.target, cst.Name):
        raise scope.error("BML201", node.target, "range gives one int a step", "write one name")
    if node.orelse is not None or node.asynchronous is not None:
        raise scope.error("BML201", node.orelse or node, "scripts do not have for with else or async")
    before = scope.flow
    scope.loops.append(Loop())
    target = scope.bind(node.target.value, INT, scope.loc(node.target))
    body = tuple(check_statement(node.body, scope))
    loop = scope.loops.pop()
    end = scope.flow
    for flow in loop.continues:
        end = meet(end, flow)
    # The body's end leads back to its start: what was set before the loop keeps its type, or the body, which was
    # checked with that type, would be checked wrongly. The loop's name is set anew and may be anything.
    scope.flow = meet(before, end)
    for flow in loop.breaks:
        scope.flow = meet(scope.flow, flow)
    numbers = Builtin("range", bounds, RangeType(), scope.loc(node.iter))
    return [For(NameTarget(target, INT), numbers, body, (), scope.loc(node))]


def _range_bounds(node: cst.For, scope: Scope) -> tuple[Expression, ...]:
    match node.iter:
        case cst.Call(func=cst.Name(value="range"), args=arguments) if "range" not in scope.locals:
            pass
        case _:
            raise scope.error("BML201", node.iter, "a for loop in a script runs over range(...)")
    if not 1 <= len(arguments) <= 3 or any(argument.star or argument.keyword for argument in arguments):
        raise scope.error("BML102", node.iter, "range takes one to three ints")
    bounds = []
    for argument in arguments:
        bound = check_expression(argument.value, scope)
        if bound.type != INT:
            raise scope.error("BML102", argument, f"range takes ints, received {bound.type}")
        bounds.append(bound)
    return tuple(bounds)


@check_statement.register
def _break(node: cst.Break, scope: Scope) -> list[Statement]:
    scope.loops[-1].breaks.append(scope.flow)
    scope.flow = None
    return [Break(scope.loc(node))]


@check_statement.register
def _continue(node: cst.Continue, scope: Scope) -> list[Statement]:
    scope.loops[-1].continues.append(scope.flow)
    scope.flow = None
    return [Continue(scope.loc(node))]


_AUGMENTED: dict[type[cst.CSTNode], type[cst.BaseBinaryOp]] = {
    cst.AddAssign: cst.Add,
    cst.SubtractAssign: cst.Subtract,
    cst.MultiplyAssign: cst.Multiply,
    cst.DivideAssign: cst.Divide,
    cst.FloorDivideAssign: cst.FloorDivide,
    cst.ModuloAssign: cst.Modulo,
}
_DESCRIPTIONS = {
    "While": "while",
    "With": "with",
    "Try": "try",
    "TryStar": "try",
    "Raise": "raise",
    "Assert": "assert",
    "Del": "del",
    "Global": "global",
    "Nonlocal": "nonlocal",
    "Import": "import",
    "ImportFrom": "import",
    "FunctionDef": "nested functions",
    "ClassDef": "classes",
    "Match": "match",
    "TypeAlias": "type aliases",
}
