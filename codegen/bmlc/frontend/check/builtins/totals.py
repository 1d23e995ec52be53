"""`sum` of tensors: additions that are written out where their number is known, a loop elsewhere."""

from __future__ import annotations

from functools import reduce

from bmlc.frontend.check import tensors
from bmlc.frontend.check.builtins.table import Call
from bmlc.frontend.check.comprehensions import check_steps
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.iteration import step_type
from bmlc.frontend.check.operators import NUMBERS, is_tensor
from bmlc.frontend.check.unify import known, unify
from bmlc.frontend.host import (
    Constant,
    Expression,
    FixedListType,
    Item,
    ListLiteral,
    Local,
    TensorValue,
    Total,
    TupleLiteral,
    TupleType,
)

__all__ = ["sum_of_tensors"]


def sum_of_tensors(call: Call, values: Expression) -> Expression | None:
    """The sum of `values`; None where they are no tensors."""
    scope, loc = call.scope, call.scope.loc(call.node)

    def add(left: Expression, right: Expression) -> Expression:
        return tensors.operation(scope, call.node, "add", [left, right])

    written = _written_out(values)
    if written is not None:
        total = reduce(add, written)
    else:
        item = known(step_type(values.type, scope.journal) or check_steps(scope, call.node, values))
        if not isinstance(item, TensorValue):
            return None
        if item.type.dtype == "bool":
            message = f"sum adds numbers, received {known(values.type)}"
            raise scope.error("BML204", call.node, message, 'convert them first: bml.ops.cast(x, "int32")')
        names = scope.fresh("total"), scope.fresh("item")
        step = add(Local(names[0], item, loc), Local(names[1], item, loc))
        assert unify(item, step.type, scope.journal)
        total = Total(values, *names, step, item, loc)
    if "start" not in call.arguments:
        return total
    start = check_expression(call.arguments["start"].value, scope)
    return total if isinstance(start, Constant) and start.value == 0 else add(total, start)


def _written_out(values: Expression) -> list[Expression] | None:
    """The items of a list or a tuple of known length with a tensor among them; None for anything else."""
    match known(values.type):
        case TupleType(types) | FixedListType(types) if any(map(is_tensor, types)):
            if any(not is_tensor(each) and known(each) not in NUMBERS for each in types):
                return None
        case _:
            return None
    match values:
        case TupleLiteral(items) | ListLiteral(items):
            return list(items)
        case Local():
            return [Item(values, index, each, values.loc) for index, each in enumerate(types)]
        case _:
            return None
