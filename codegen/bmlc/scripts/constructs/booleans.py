"""`and`, `or` and conditional expressions: what decides is the value.

a and b    =>    a && b               where JavaScript finds true what Python does
x or 1.0   =>    x !== 0 ? x : 1
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from bmlc.emit import js
from bmlc.scripts.counting.code import Code, If
from bmlc.scripts.counting.purity import applied
from bmlc.scripts.fitting import fitted
from bmlc.scripts.frame import Environment
from bmlc.scripts.names.naming import with_set
from bmlc.scripts.names.narrowing import narrowed
from bmlc.scripts.truth import falsy_part, truth, truthy_part
from bmlc.scripts.types import BOOL, NEVER, Type
from bmlc.scripts.values import Value, is_name
from bmlc.scripts.visit import Visit, lowers

__all__ = ["condition"]


@lowers(ast.BoolOp)
def _logical(visit: Visit, node: ast.BoolOp) -> Value:
    value = visit.expression(node.values[0])
    entry = visit.env
    for k, operand in enumerate(node.values[1:], 1):
        value = _pair(visit, node, k, value, operand)
    visit.env = with_set(visit, entry, node.values[1:], [visit.env])
    return value


def condition(visit: Visit, node: ast.expr) -> Value:
    """An expression of which only the truth counts."""
    _mark(visit, node)
    return visit.hold(visit.expression(node))


def _mark(visit: Visit, node: ast.expr) -> None:
    match node:
        case ast.BoolOp(values=values):
            visit.tested.add(node)
            for each in values:
                _mark(visit, each)
        case ast.UnaryOp(ast.Not(), operand):
            _mark(visit, operand)


def _pair(visit: Visit, node: ast.BoolOp, k: int, value: Value, operand: ast.expr) -> Value:
    """`value and operand`; what the operands before have shown is known in it."""
    is_and = isinstance(node.op, ast.And)
    value = visit.hold(value)
    yes, no = narrowed(visit, node.values[k - 1], value)
    test = truth(visit, value, node)
    visit.env = yes if is_and else no
    if visit.env is None or (test.is_known and test.constant != is_and):
        return value  # which decides always
    known = visit.env
    with visit.filling() as later:
        other = visit.expression(operand)
    visit.forgotten[operand] = frozenset(known).difference(visit.env or known)
    if test.is_known:
        visit.frame.code += later
        return other
    if node in visit.tested and not later:
        asked = truth(visit, other, node)
        return Value(BOOL, js.Binary("&&" if is_and else "||", test.js, asked.js))
    left = falsy_part(value.type) if is_and else truthy_part(value.type)
    held = visit.cells.meet(left, other.type, ("either", operand, visit.here))
    if later or (visit.holds(held) and (value.fresh or other.fresh)):
        return _by_statements(visit, value, other, held, later, is_and, node)
    kept, other = fitted(visit, value.as_type(left), held), fitted(visit, other, held)
    if test.js is value.js and kept.js is value.js:
        return Value(held, js.Binary("&&" if is_and else "||", value.js, other.js))
    if held == BOOL:
        return Value(BOOL, js.Binary("&&" if is_and else "||", test.js, other.js))
    if is_name(value.js):
        return Value(held, _chosen(test.js, other.js, kept.js, is_and))
    name = js.name(visit.names("value of ours", "value"))
    inner = truth(visit, value.written(name), node)
    kept = fitted(visit, Value(left, name), held)
    return Value(held, applied((name,), _chosen(inner.js, other.js, kept.js, is_and), (value.js,)))


def _chosen(test: js.Expression, other: js.Expression, kept: js.Expression, is_and: bool) -> js.Expression:
    return js.Conditional(test, other, kept) if is_and else js.Conditional(test, kept, other)


def _by_statements(
    visit: Visit, value: Value, other: Value, held: Type, later: Code, is_and: bool, node: ast.AST
) -> Value:
    name = visit.temporary("either")
    visit.let(name, visit.keep(fitted(visit, value, held)))
    test = truth(visit, Value(value.type, js.name(name)), node)
    with visit.filling() as then:
        then.extend(later)
        visit.let(name, visit.keep(fitted(visit, other, held)))
    visit.frame.code.append(If(test.js if is_and else js.Unary("!", test.js), then, []))
    return Value(held, js.name(name))


@lowers(ast.IfExp)
def _conditional(visit: Visit, node: ast.IfExp) -> Value:
    test = condition(visit, node.test)
    yes, no = narrowed(visit, node.test, test)
    found = truth(visit, test, node)
    entry = visit.env
    if yes is None or no is None:
        found = Value(BOOL, js.Literal(no is None), constant=no is None)
    if found.is_known:
        visit.env = yes if found.constant else no
        taken = node.body if found.constant else node.orelse
        value = visit.expression(taken)
        visit.env = with_set(visit, entry, [taken], [visit.env])
        return value
    then, first = _side(visit, yes, lambda: visit.expression(node.body))
    ends = [visit.env]
    otherwise, second = _side(visit, no, lambda: visit.expression(node.orelse))
    ends.append(visit.env)
    visit.env = with_set(visit, entry, [node.body, node.orelse], ends)
    held = visit.cells.meet(first.type, second.type, ("if", node, visit.here))
    first, second = fitted(visit, first, held), fitted(visit, second, held)
    if not then and not otherwise and not ((first.fresh or second.fresh) and visit.holds(held)):
        return Value(held, js.Conditional(found.js, first.js, second.js))
    name = visit.temporary("chosen")
    for code, value in ((then, first), (otherwise, second)):
        with visit.filling() as filled:
            visit.let(name, visit.keep(value))
        code.extend(filled)
    visit.frame.code.append(If(found.js, then, otherwise))
    return Value(held, js.name(name))


def _side(visit: Visit, env: Environment | None, evaluate: Callable[[], Value]) -> tuple[Code, Value]:
    visit.env = env
    with visit.filling() as code:
        value = evaluate() if env is not None else Value(NEVER, js.Literal(None))
    return code, value
