"""What is asked of one of several objects of the program: each is gone through, and found as the script runs."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from functools import partial

from bmlc.emit import js
from bmlc.scripts.counting.code import Code, If
from bmlc.scripts.fitting import fitted
from bmlc.scripts.names.naming import meet
from bmlc.scripts.rows.kinds import kind_test
from bmlc.scripts.types import NONE
from bmlc.scripts.types.making import are_several
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = ["by_tests", "of_each"]


def of_each(visit: Visit, node: ast.AST, owner: Value, ask: Callable[[Value], Value]) -> Value:
    """`ask(owner)`, for each object that the owner may be."""
    if not are_several(owner.type):
        return ask(owner)
    owner = visit.simple(owner, "owner")
    return by_tests(visit, node, [(kind_test(visit, owner, list(one.type)), partial(ask, one)) for one in owner.each])


def by_tests(
    visit: Visit,
    node: ast.AST,
    ways: Sequence[tuple[js.Expression, Callable[[], Value]]],
    as_expression: bool = False,
) -> Value:
    """What the first way gives whose test holds; the last one is taken where no other is.

    `as_expression`: none does more than give a value, so that an expression tells them apart where it can.
    """
    if len(ways) == 1:
        return ways[0][1]()
    answers: list[tuple[Code, Value]] = []
    entry, end = visit.env, None
    for _, evaluate in ways:
        visit.env = entry
        with visit.filling() as code:
            answers.append((code, evaluate()))
        if answers[-1][1].type:  # else it raises
            end = meet(visit, end, visit.env)
    visit.env = end if end is not None else entry
    held = visit.cells.meet_all((answer.type for _, answer in answers), ("each", node, visit.here))
    if as_expression and not any(code for code, _ in answers) and not visit.holds(held):
        whole = fitted(visit, answers[-1][1], held).js
        for (test, _), (_, answer) in reversed(list(zip(ways[:-1], answers[:-1], strict=True))):
            way = fitted(visit, answer, held).js
            whole = whole if way == whole else js.Conditional(test, way, whole)
        return Value(held, whole)
    name = visit.temporary("found")
    tail: Code = []
    for (test, _), (code, answer) in reversed(list(zip(ways, answers, strict=True))):
        with visit.filling() as filled:
            if held == NONE and isinstance(answer.js, js.Literal):
                pass  # all is done
            elif held == NONE:
                visit.do(answer.js)
            else:
                visit.let(name, visit.keep(fitted(visit, answer, held)))
        block = [*code, *filled]
        tail = [If(test, block, tail)] if tail else block
    visit.frame.code += tail
    return Value(held, js.Literal(None) if held == NONE else js.name(name))
