"""Loops over lists of known length whose items differ in type, such as weights: the body written out for each.

for old, new in zip(model.weights, kept):   =>   [weight] = kept[0] …
    old.assign(new)                              [weight] = kept[1] …
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from bmlc.frontend.check.local_names import assigned_names, target_names
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.check.statements import check_branch
from bmlc.frontend.check.unify import known
from bmlc.frontend.check.unrolled import steps_of
from bmlc.frontend.host import (
    Assign,
    Constant,
    Expression,
    NameTarget,
    Statement,
    TupleLiteral,
    VariableType,
    resolve,
)

__all__ = ["unroll_loop"]


def unroll_loop(node: cst.For, scope: Scope) -> list[Statement] | None:
    """The statements of all steps; None for a loop over values of one type, which stays a loop."""
    steps = steps_of(node.iter, scope)
    if steps is None or not _differ(steps):
        return None
    leaving = _leaving(node.body)
    if leaving is not None:
        message = f"expected no {scope.text(leaving).strip()} in a loop over values of different types"
        raise scope.error("BML201", leaving, message, "compute with all of them in a @bml.function")
    written: list[Statement] = []
    told = len(scope.journal.errors)
    before, kept = scope.written, frozenset(target_names(node.target)) - assigned_names(node.body)
    for number, step in enumerate(steps):
        written += _set(node.target, step, scope)
        scope.written = before | {name: value for name, value in _ints(node.target, step) if name in kept}
        with scope.at_step(number):
            written += check_branch(node.body, scope)
        scope.written = before
        if len(scope.journal.errors) > told:
            break  # of other steps it would be the same again
    return [*written, *(check_branch(node.orelse, scope) if node.orelse is not None else ())]


def _differ(steps: Sequence[Expression]) -> bool:
    """Whether the loop's target is of another type at each step, or something that is known now."""
    parts = [part for step in steps for part in (step.items if isinstance(step, TupleLiteral) else (step,))]
    return len({resolve(step.type) for step in steps}) > 1 or any(isinstance(part.type, VariableType) for part in parts)


def _set(target: cst.BaseExpression, step: Expression, scope: Scope) -> list[Statement]:
    match target, step:
        case cst.Name(value=name), _:
            scope.bind(name, step.type, scope.loc(target))
            if isinstance(step.type, VariableType):
                return []
            return [Assign((NameTarget(name, step.type),), step, scope.loc(target))]
        case ((cst.Tuple(elements=elements) | cst.List(elements=elements)), TupleLiteral(items)) if len(
            elements
        ) == len(items):
            pairs = zip(elements, items, strict=True)
            return [one for element, item in pairs for one in _set(element.value, item, scope)]
        case _:
            raise scope.error("BML204", target, f"cannot unpack {known(step.type)} here", "write a name for each part")


def _ints(target: cst.BaseExpression, step: Expression) -> Iterator[tuple[str, Constant]]:
    """The names that `enumerate` counts with, and their ints."""
    match target, step:
        case cst.Name(value=name), Constant():
            yield name, step
        case cst.Tuple(elements=elements) | cst.List(elements=elements), TupleLiteral(items):
            for element, item in zip(elements, items, strict=True):
                yield from _ints(element.value, item)
        case _:
            pass


def _leaving(node: cst.CSTNode) -> cst.CSTNode | None:
    """A `break` or `continue` of the loop with this body."""
    if isinstance(node, cst.Break | cst.Continue):
        return node
    if isinstance(node, cst.For | cst.While | cst.FunctionDef | cst.BaseExpression):
        return None
    return next((found for child in node.children if (found := _leaving(child)) is not None), None)
