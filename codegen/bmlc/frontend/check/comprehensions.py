"""Comprehensions, generators that are gone through at once, and lambdas."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from bmlc.frontend.check.batches import with_own_size
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.fitting import none_hint
from bmlc.frontend.check.iteration import element_type, step_type
from bmlc.frontend.check.literals import check_key
from bmlc.frontend.check.narrowing import check_test
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.check.targets import bind_target
from bmlc.frontend.check.unify import known
from bmlc.frontend.check.unrolled import unroll, unrolling_hint
from bmlc.frontend.host import (
    Clause,
    Comprehension,
    DatasetType,
    DictType,
    Expression,
    HostType,
    IterableType,
    ListType,
    StreamType,
    Target,
)

__all__ = ["check_iterable", "check_steps"]


def check_iterable(scope: Scope, node: cst.CSTNode, value: Expression) -> HostType:
    """The type of the items of `value`, which are there at once.

    Raises:
        UserError: BML204 where it has none, or differs from one to the next.
    """
    return _found(element_type(value.type, scope.journal), scope, node, value)


def check_steps(scope: Scope, node: cst.CSTNode, value: Expression) -> HostType:
    """The same, also of the batches of a data set, which are waited for one by one."""
    steps = with_own_size(known(value.type), scope.loc(node), scope)
    return _found(step_type(steps, scope.journal), scope, node, value)


def _found(item: HostType | None, scope: Scope, node: cst.CSTNode, value: Expression) -> HostType:
    if item is not None:
        return item
    host_type = known(value.type)
    message, hint = "expected something to go through, with items of one type", none_hint(host_type)
    if isinstance(node, cst.BaseExpression):
        hint = unrolling_hint(node, host_type, scope) or hint
    if isinstance(host_type, DatasetType) and not host_type.batched:
        hint = "scripts go through batches: call batch on the data set"
    elif isinstance(host_type, DatasetType | StreamType):
        message = "expected items that are there at once"
        hint = "batches come one by one: use for, or make a list of them, as in [batch for batch in data]"
    raise scope.error("BML204", node, f"{message}, received {host_type}", hint)


@check_expression.register
def _list(node: cst.ListComp, scope: Scope) -> Expression:
    return unroll(node, scope) or _comprehension(node, node.for_in, scope)


@check_expression.register
def _generator(node: cst.GeneratorExp, scope: Scope) -> Expression:
    return unroll(node, scope) or _comprehension(node, node.for_in, scope)


@check_expression.register
def _dictionary(node: cst.DictComp, scope: Scope) -> Expression:
    return _comprehension(node, node.for_in, scope)


@check_expression.register
def _set(node: cst.SetComp, scope: Scope) -> Expression:
    raise scope.error("BML201", node, "scripts do not have sets", "use a dictionary with values True, or a list")


def _comprehension(
    node: cst.ListComp | cst.GeneratorExp | cst.DictComp, for_in: cst.CompFor, scope: Scope
) -> Expression:
    first = check_expression(for_in.iter, scope)  # outside, as in Python: there the names are those around
    names = frozenset(name for clause in _clauses(for_in) for name in _names(clause.target))
    with scope.shadowed(names):
        clauses = tuple(_checked(for_in, first, scope))
        loc = scope.loc(node)
        if isinstance(node, cst.DictComp):
            key, value = check_expression(node.key, scope), check_expression(node.value, scope)
            check_key(scope, node.key, key.type)
            return Comprehension(key, value, clauses, DictType(key.type, value.type), loc)
        element = check_expression(node.elt, scope)
        kind = ListType if isinstance(node, cst.ListComp) else IterableType
        return Comprehension(None, element, clauses, kind(element.type), loc)


def _clauses(for_in: cst.CompFor | None) -> Iterator[cst.CompFor]:
    while for_in is not None:
        yield for_in
        for_in = for_in.inner_for_in


def _checked(for_in: cst.CompFor, first: Expression, scope: Scope) -> Iterator[Clause]:
    for clause in _clauses(for_in):
        if clause.asynchronous is not None:
            raise scope.error("BML201", clause, "scripts do not have async for", None)
        iterable = first if clause is for_in else check_expression(clause.iter, scope)
        item = check_steps(scope, clause.iter, iterable)
        target: Target = bind_target(clause.target, item, scope.loc(clause.target), scope)
        conditions = []
        for condition in clause.ifs:
            test = check_test(condition.test, scope)
            if test.when_true is not None:
                scope.flow = test.when_true
            conditions.append(test.expression)
        yield Clause(target, iterable, tuple(conditions))


def _names(node: cst.BaseExpression) -> Iterator[str]:
    match node:
        case cst.Name(value=name):
            yield name
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            for element in elements:
                yield from _names(element.value)


@check_expression.register
def _lambda(node: cst.Lambda, scope: Scope) -> Expression:
    raise scope.error(
        "BML201",
        node,
        "scripts have lambda as a key only",
        "for example sorted(xs, key=lambda x: -x), or define a function",
    )
