"""`for` and `while`, with `else`, `break` and `continue`.

The end of a loop's body leads back to its start: the body is checked again until its start expects what its end leaves,
None before the loop and a float from its end, say.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import libcst as cst

from bmlc.frontend.check.batches import with_own_size
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.fitting import none_hint
from bmlc.frontend.check.flow import Flow, after_loop, meet, meet_all, same_flow, undecided_types
from bmlc.frontend.check.iteration import step_type
from bmlc.frontend.check.local_names import target_names
from bmlc.frontend.check.narrowing import Test
from bmlc.frontend.check.recovery import attempt, poison_all
from bmlc.frontend.check.scope import Loop, Scope
from bmlc.frontend.check.statements import check_branch, check_statement, tested
from bmlc.frontend.check.targets import bind_target, has_star, unpack_rest
from bmlc.frontend.check.unify import has_undecided, known
from bmlc.frontend.check.unrolled import unrolling_hint
from bmlc.frontend.check.unrolled_loops import unroll_loop
from bmlc.frontend.host import (
    ANY_ERROR,
    INT,
    Assign,
    Break,
    Builtin,
    Constant,
    Continue,
    DatasetType,
    Expression,
    For,
    HostType,
    ListLiteral,
    Local,
    NameTarget,
    OptionalType,
    Statement,
    Target,
    TupleLiteral,
    While,
    resolve,
)
from bmlc.ir import Loc

__all__: list[str] = []

Checked = TypeVar("Checked")


@check_statement.register
def _for(node: cst.For, scope: Scope) -> list[Statement]:
    if node.asynchronous is not None:
        raise scope.error("BML201", node.asynchronous, "scripts do not have async for", "write for")
    unrolled = unroll_loop(node, scope)
    if unrolled is not None:
        return unrolled
    iterable = attempt(scope, lambda: check_expression(node.iter, scope))
    item = attempt(scope, lambda: _item(node, iterable, scope)) if iterable is not None else None
    loc = scope.loc(node.target)

    def step() -> tuple[Target, tuple[Statement, ...]]:
        element = attempt(scope, lambda: _element(node.target, item, loc, scope)) if item is not None else None
        if element is None:
            poison_all(scope, target_names(node.target), node.target)
        target, first = element or (NameTarget("", ANY_ERROR), ())
        return target, (*first, *check_branch(node.body, scope))

    entry, loop, (target, body) = _to_fixpoint(scope, step)
    ends = meet_all([scope.flow, *loop.continues], scope.journal)
    # A loop that surely runs sets what its body sets.
    scope.flow = ends if iterable is not None and _runs(iterable) else after_loop(entry, ends)
    otherwise = check_branch(node.orelse, scope) if node.orelse is not None else ()
    scope.flow = _with_breaks(scope.flow, entry, ends, loop, scope)
    if iterable is None:
        return []
    return [For(target, iterable, body, otherwise, scope.loc(node.iter))]


@check_statement.register
def _while(node: cst.While, scope: Scope) -> list[Statement]:
    def step() -> tuple[Test, tuple[Statement, ...]]:
        test = tested(node.test, scope)
        scope.flow = test.when_true
        return test, check_branch(node.body, scope)

    entry, loop, (test, body) = _to_fixpoint(scope, step)
    ends = meet_all([scope.flow, *loop.continues], scope.journal)
    scope.flow = after_loop(test.when_false, ends)
    otherwise = check_branch(node.orelse, scope) if node.orelse is not None else ()
    scope.flow = _with_breaks(scope.flow, entry, ends, loop, scope)
    return [While(test.expression, body, otherwise, scope.loc(node.test))]


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


def _element(node: cst.BaseExpression, item: HostType, loc: Loc, scope: Scope) -> tuple[Target, tuple[Statement, ...]]:
    """What takes an element, and what the loop's step begins with, to take apart one that is unpacked with `*`."""
    if not has_star(node):
        return bind_target(node, item, loc, scope), ()
    name = scope.bind(scope.fresh("item"), item, loc)
    value = unpack_rest(node, Local(name, item, loc), scope)
    return NameTarget(name, item), (Assign((bind_target(node, value.type, loc, scope),), value, loc),)


def _to_fixpoint(scope: Scope, step: Callable[[], Checked]) -> tuple[Flow, Loop, Checked]:
    """Check a loop's step until its start expects what its end leaves: that start, the loop, and what `step` gave.

    What a step decides, as `xs.append(x)` does of an empty list, its earlier lines must know, too.
    """
    entry = scope.flow
    while True:
        undecided = list(undecided_types(entry))
        mark = scope.journal.mark()
        scope.flow = entry
        scope.loops.append(Loop())
        checked = step()
        loop = scope.loops.pop()
        again = meet_all([entry, scope.flow, *loop.continues], scope.journal)
        decided = [(variable, resolve(variable)) for variable in undecided if not has_undecided(variable)]
        if same_flow(entry, again) and not decided:
            return entry, loop, checked
        scope.journal.rollback(mark)
        for variable, solution in decided:
            scope.journal.solve(variable, solution)
        if not decided:
            entry = again


def _with_breaks(end: Flow, entry: Flow, ends: Flow, loop: Loop, scope: Scope) -> Flow:
    """What is known behind a loop that ended, or was left by `break`; `ends` are the ends of its body."""
    breaks = meet_all(loop.breaks, scope.journal)
    if end is None or breaks is None:
        return breaks if end is None else end
    met = meet(end, breaks, scope.journal) or {}
    whole = meet(ends, breaks, scope.journal) or {}
    body_only = {
        name: replace(binding, maybe_unset=True) for name, binding in whole.items() if name not in (entry or {})
    }
    set_by_else = {name for name in end if name in met and not end[name].maybe_unset}
    return {**met, **{name: binding for name, binding in body_only.items() if name not in set_by_else}}


def _item(node: cst.For, iterable: Expression, scope: Scope) -> HostType:
    host_type = known(iterable.type)
    if isinstance(host_type, DatasetType) and not host_type.batched:
        raise scope.error(
            "BML204", node.iter, f"scripts go through batches, received {host_type}", "call batch on the data set"
        )
    item = step_type(with_own_size(host_type, scope.loc(node.iter), scope), scope.journal)
    if item is not None:
        return item
    if isinstance(host_type, OptionalType):
        raise scope.error(
            "BML204", node.iter, f"cannot iterate {host_type}", "test it first, as in `if xs is not None:`"
        )
    hint = unrolling_hint(node.iter, host_type, scope) or none_hint(host_type)
    if host_type == INT:
        hint = f"write `for i in range({scope.text(node.iter)}):`"
    raise scope.error("BML204", node.iter, f"cannot iterate {host_type}", hint)


def _runs(iterable: Expression) -> bool:
    """Whether a loop over this has a step for sure."""
    match iterable:
        case ListLiteral(items) | TupleLiteral(items):
            return bool(items)
        case Builtin("range", arguments):
            bounds = [argument.value for argument in arguments if isinstance(argument, Constant)]
            given = [argument for argument in arguments if argument is not None]
            return len(bounds) == len(given) and 0 not in bounds[2:] and len(range(*bounds)) > 0  # type: ignore[arg-type]
        case _:
            return False
