"""Generators whose items wait for the run or the device: they are made whole, where Python makes item after item."""

from __future__ import annotations

import libcst as cst

from bmlc.frontend.check.builtins.ranking import may_wait
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.check.unify import known
from bmlc.frontend.host import Comprehension, Expression, IterableType, TensorCall, descendants

__all__ = ["refuse_waiting_generator"]


def refuse_waiting_generator(node: cst.CSTNode, value: Expression, scope: Scope) -> None:
    """Refuse one that is kept, or gone through by a loop, whose steps would come between its items."""
    if not isinstance(value, Comprehension) or not isinstance(known(value.type), IterableType):
        return
    inside = [value.element, *(condition for clause in value.clauses for condition in clause.conditions)]
    computes = any(isinstance(each, TensorCall) for part in inside for each in descendants(part))
    if computes or any(may_wait(part, scope) for part in inside):
        message = "expected a list, received a generator whose items are computed in loops or with tensors"
        raise scope.error("BML201", node, message, "make a list of them, [... for ...], or compute each in the loop")
